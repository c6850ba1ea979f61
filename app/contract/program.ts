import { z } from 'zod';
import { call } from './call.ts';
import { DeviceInfo, DirectoryEntry } from './nouns.ts';

export const programCalls = {
  'program.info': call(
    'Version, host and devices of the running program.',
    z.object({}),
    z.object({
      version: z.string(),
      host: z.enum(['electron', 'loopback', 'cli']),
      platform: z.string(),
      devices: z.array(DeviceInfo),
      /** Where new projects are proposed. */
      documents: z.string(),
      /** Native open and save dialogs exist. */
      dialogs: z.boolean(),
    }),
  ),
  'program.settings': call(
    'Remembered settings of the window (layout, theme, ...), as the window wrote them.',
    z.object({}),
    z.object({ settings: z.record(z.string(), z.unknown()) }),
  ),
  'program.saveSettings': call(
    'Replaces settings by key.',
    z.object({ settings: z.record(z.string(), z.unknown()) }),
    z.object({}),
  ),
  'files.list': call(
    'A folder of this computer, folders first. `path` null = the home folder.',
    z.object({ path: z.string().nullable(), showHidden: z.boolean().default(false) }),
    z.object({
      path: z.string(),
      parent: z.string().nullable(),
      roots: z.array(z.object({ name: z.string(), path: z.string() })),
      entries: z.array(DirectoryEntry),
    }),
  ),
  'files.pick': call(
    'The system dialog, where the host has one. Empty when the person cancelled.',
    z.object({
      purpose: z.enum(['open-files', 'open-folder', 'open-project', 'save-file']),
      title: z.string(),
      suggestedName: z.string().optional(),
    }),
    z.object({ paths: z.array(z.string()) }),
  ),
  'files.formats': call(
    'File formats that can be imported.',
    z.object({}),
    z.object({ formats: z.array(z.object({ id: z.string(), title: z.string(), extensions: z.array(z.string()) })) }),
  ),
};
