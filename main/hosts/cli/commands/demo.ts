import path from 'node:path';
import type { z } from 'zod';
import type { ExportFormat } from '../../../../app/contract/particles.ts';
import { type Command, needFlag } from '../command.ts';

/** What the demo writes, and under which name. */
const exports: readonly (readonly [format: z.infer<typeof ExportFormat>, name: string])[] = [
  ['csv', 'particles.csv'],
  ['parquet', 'particles.parquet'],
  ['coco', 'particles.coco.json'],
  ['labels-tiff', 'labels'],
  ['overlay-png', 'overlays'],
  ['methods', 'methods.txt'],
  ['report-html', 'report.html'],
];

export const demoCommand: Command = {
  name: 'demo',
  summary: 'The whole way on the shipped samples: import, segment, measure, export, report.',
  usage: 'demo --out DIR [--json]',
  examples: ['morphoscope demo --out demo'],
  options: { out: { type: 'string' } },
  optionHelp: { out: ['DIR', 'Folder for the project, the tables, the label images and report.html.'] },
  run: async (context) => {
    const { client, json, print } = context;
    const out = path.resolve(needFlag(context, 'out', 'demo'));
    await client.ask('projects.openSample', { folder: out });
    const { images } = await client.ask('images.list', {});
    const { recipes } = await client.ask('recipes.list', {});
    const recipe = recipes.find((r) => r.id === 'automatic') ?? recipes[0];
    const job = await context.job(client.ask('runs.start', { recipe, imageIds: images.map((i) => i.id) }));
    const runId = Number(job.result['runId']);
    await client.ask('particles.setFilter', { runId, filter: { dropBorder: true, rules: [] } });
    const files: string[] = [];
    for (const [format, name] of exports) {
      const written = await context.job(client.ask('exports.write', { runId, format, path: path.join(out, name) }));
      files.push(...(written.result as { files: string[] }).files);
    }
    const { project } = await client.ask('projects.current', {});
    const summary = {
      project: project?.path,
      images: images.length,
      particles: project?.particles,
      report: path.join(out, 'report.html'),
      files,
    };
    if (json) print(JSON.stringify(summary, null, 1));
    else print(`${summary.images} micrographs, ${summary.particles} particles. Open ${summary.report}`);
    return 0;
  },
};
