import type { InspectedFile } from '../../../../app/contract/batch.ts';
import { type Command, wrongUsage } from '../command.ts';
import { namedPaths } from '../expand.ts';

function describe(entry: InspectedFile): string {
  if ('error' in entry) return `${entry.file}\n  ${entry.error.message}\n  ${entry.error.remedy}`;
  const lines = entry.images.map((image) => {
    const axes = image.axes
      .map((a) => (a.scale === null ? `${a.size} px` : `${a.size} px × ${Number(a.scale.toPrecision(6))} ${a.units}`))
      .join(', ');
    const range =
      image.min === null ? '' : `, ${image.min} to ${image.max}, mean ${Number(image.mean?.toPrecision(6))}`;
    return `  ${image.name}: ${image.shape.join(' × ')} ${image.dtype}${range}\n    axes ${axes} (calibration: ${image.calibrationSource})`;
  });
  return [`${entry.file} (${entry.format})`, ...lines].join('\n');
}

/** The person's own word for each file, so that answers name what was asked. */
export const inspectCommand: Command = {
  name: 'inspect',
  summary: 'Say what files hold: images, pixel types, axes, calibration, a hash of the pixels.',
  usage: 'inspect FILE... [--json]',
  examples: ['morphoscope inspect scan.dm4', 'morphoscope inspect --json "session/*.emd"'],
  options: {},
  optionHelp: {},
  run: async ({ client, words, json, print }) => {
    if (words.length === 0) throw wrongUsage('Name at least one file.', 'inspect');
    const entries: InspectedFile[] = [];
    for (const { asked, path } of namedPaths(words)) {
      const entry = { ...(await client.ask('batch.inspect', { path })), file: asked };
      entries.push(entry);
      if (!json) print(describe(entry));
    }
    if (json) print(JSON.stringify(entries, null, 1));
    return entries.some((entry) => 'error' in entry) ? 1 : 0;
  },
};
