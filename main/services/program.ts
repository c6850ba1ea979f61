import path from 'node:path';
import { z } from 'zod';
import { Failure } from '../../app/domain/failure.ts';
import { formats } from '../../app/formats/list.ts';
import { hasKnownEnding } from '../../app/formats/open.ts';
import type { Disk } from '../../app/ports/disk.ts';
import type { HandlersOf } from './handler.ts';
import { KeptJson } from './kept-json.ts';
import type { HostPort } from './ports.ts';

/** The running program and its settings. */
export function programHandlers(host: HostPort, disk: Disk): HandlersOf<'program'> {
  const kept = new KeptJson(disk, path.join(host.configFolder, 'settings.json'), z.record(z.string(), z.unknown()), {});
  return {
    'program.info': () => ({
      version: host.version,
      host: host.kind,
      platform: host.platform,
      devices: [...host.devices()],
      documents: host.documentsFolder,
      dialogs: host.pickFiles !== undefined,
    }),
    'program.settings': async () => ({ settings: await kept.get() }),
    'program.saveSettings': async ({ settings }) => {
      await kept.change((before) => ({ ...before, ...settings }));
      return {};
    },
  };
}

/** Files and folders of this computer, as the window's own file browser and the system's dialogs show them. */
export function fileHandlers(host: HostPort, disk: Disk): HandlersOf<'files'> {
  return {
    'files.list': async ({ path: asked, showHidden }) => {
      const listing = await disk.list(asked, showHidden);
      return {
        path: listing.path,
        parent: listing.parent,
        roots: [...listing.roots],
        entries: listing.entries.map((entry) => ({
          ...entry,
          kind: entry.kind === 'folder' && entry.name.endsWith('.morpho') ? ('project' as const) : entry.kind,
          readable: entry.kind === 'file' && hasKnownEnding(entry.name),
        })),
      };
    },
    'files.pick': async (request) => {
      if (host.pickFiles === undefined)
        throw new Failure(
          'unsupported',
          'This window has no system dialog for files.',
          'Use the file browser of Morphoscope.',
        );
      return { paths: await host.pickFiles(request) };
    },
    'files.formats': () => ({
      formats: formats.map(({ id, title, extensions }) => ({ id, title, extensions: [...extensions] })),
    }),
  };
}
