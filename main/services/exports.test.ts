import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { memorySource } from '../../app/formats/memory-source.ts';
import { openAcquisition } from '../../app/formats/open.ts';
import { type DiskProject, diskProject, runDisks } from './fixtures/disk-project.ts';
import type { TestProgram } from './fixtures/program.ts';

let disks: DiskProject;
let program: TestProgram;
let imageIds: number[];
beforeEach(async () => {
  disks = await diskProject();
  ({ program, imageIds } = disks);
});
afterEach(() => program.remove());

const tag = (wanted: string) => ({ info: { tag: wanted } });
const ask: TestProgram['ask'] = (name, input) => program.ask(name, input);

describe('particles', () => {
  it('are rejected and restored by row, with undo', async () => {
    const runId = await runDisks(disks);
    expect(await ask('particles.reject', { runId, rows: [0, 8] })).toEqual({ rejected: 2 });
    expect(await ask('particles.reject', { runId, rows: [8, 3] })).toEqual({ rejected: 1 });
    expect(await ask('particles.restore', { runId, rows: [0, 1] })).toEqual({ restored: 1 });
    expect([...(await program.reader.flags(runId, 'rejected'))]).toEqual([0, 0, 0, 1, 0, 0, 0, 0, 1]);
    await ask('history.undo', {});
    await ask('history.undo', {});
    expect([...(await program.reader.flags(runId, 'rejected'))]).toEqual([1, 0, 0, 0, 0, 0, 0, 0, 1]);
    expect(program.told.findLast((t) => t.event === 'particles.changed')?.payload).toEqual({ runId });
  });

  it('keep their filter', async () => {
    const runId = await runDisks(disks);
    const filter = { dropBorder: true, rules: [{ column: 'area', min: 60, max: null }] };
    await ask('particles.setFilter', { runId, filter });
    program = await program.restart();
    await program.openAtStart(undefined);
    expect((await ask('particles.table', { runId })).filter).toEqual(filter);
    expect((await ask('runs.methods', { runId })).text).toMatch(/Only those with area of at least 60 nm² were kept/);
  });
});

describe('exports', () => {
  const out = (name: string) => path.join(program.folder, 'out', name);
  async function write(runId: number, format: string, name: string, everything = false): Promise<string[]> {
    const result = await program.done(
      ask('exports.write', { runId, format: format as 'csv', path: out(name), everything }),
    );
    return result['files'] as string[];
  }

  it('hold what passes the filter and was not rejected, or everything', async () => {
    const runId = await runDisks(disks);
    await ask('particles.setFilter', { runId, filter: { dropBorder: true, rules: [] } });
    await ask('particles.reject', { runId, rows: [0] });
    expect(await write(runId, 'csv', 'p.csv')).toEqual([out('p.csv')]);
    const lines = readFileSync(out('p.csv'), 'utf8').trim().split('\n');
    expect(lines[0]).toMatch(/^image,frame,sample,particle,pixel_size_nm,area_nm2,/);
    expect(lines.slice(1).map((line) => line.split(',').slice(0, 4).join())).toEqual([
      'a,1,Sample 1,2',
      'b,1,Sample 1,1',
      'b,1,Sample 1,2',
      'b,2,Sample 1,1',
      'c,1,Sample 1,1',
      'c,1,Sample 1,2',
    ]);
    await write(runId, 'csv', 'all.csv', true);
    expect(readFileSync(out('all.csv'), 'utf8').trim().split('\n')).toHaveLength(10);
  });

  it('come as Parquet, COCO, methods, conditions and report', async () => {
    const runId = await runDisks(disks);
    const sample = (await ask('samples.list', {})).samples[0];
    await ask('samples.update', { id: sample.id, conditions: [{ name: 'T', value: 80, unit: '°C' }] });
    await write(runId, 'parquet', 'p.parquet');
    expect(readFileSync(out('p.parquet')).toString('latin1', 0, 4)).toBe('PAR1');
    await write(runId, 'coco', 'p.json');
    const coco = JSON.parse(readFileSync(out('p.json'), 'utf8')) as { annotations: unknown[]; images: unknown[] };
    expect([coco.annotations.length, coco.images.length]).toEqual([9, 4]);
    await write(runId, 'methods', 'm.txt');
    expect(readFileSync(out('m.txt'), 'utf8')).toContain('recipe “Disks”');
    await write(runId, 'conditions-csv', 'c.csv');
    expect(readFileSync(out('c.csv'), 'utf8')).toBe('sample,T (°C)\nSample 1,80\n');
    await write(runId, 'report-html', 'r.html');
    const html = readFileSync(out('r.html'), 'utf8');
    expect(html).toContain('T = 80 °C');
    expect(html.match(/data:image\/png/g)).toHaveLength(2);
  });

  it('come as one file an image frame, ids as in the table', async () => {
    const runId = await runDisks(disks);
    // Rows are in the order in which frames came in, which may be any.
    const { images: known } = await ask('images.list', {});
    const { spans } = await ask('particles.table', { runId });
    const first = spans.find(({ imageId }) => imageId === known.find(({ name }) => name === 'a')?.id);
    await ask('particles.reject', { runId, rows: [(first?.start ?? 0) + 1] });
    await write(runId, 'labels-tiff', 'labels');
    expect(readdirSync(out('labels')).sort()).toEqual([
      'a.labels.tif',
      'b.frame-1.labels.tif',
      'b.frame-2.labels.tif',
      'c.labels.tif',
    ]);
    const file = readFileSync(path.join(out('labels'), 'a.labels.tif'));
    const { images } = await openAcquisition(memorySource('a.tif', file));
    const values = new Set((await images[0].readFrame(0)) as Uint32Array);
    expect([...values].sort((a, b) => a - b)).toEqual([0, 1, 3]);
    await write(runId, 'overlay-png', 'overlays');
    expect(readdirSync(out('overlays'))).toHaveLength(4);
  });

  it('go into a folder under the name of the run', async () => {
    const runId = await runDisks(disks);
    mkdirSync(out(''), { recursive: true });
    const [file] = await write(runId, 'methods', '');
    expect(path.basename(file)).toBe('Disks.methods.txt');
    expect(existsSync(file)).toBe(true);
    await expect(ask('exports.write', { runId: 99, format: 'csv', path: out('x') })).rejects.toMatchObject(
      tag('not-found'),
    );
  });

  it('follow a corrected calibration', async () => {
    const runId = await runDisks(disks);
    await write(runId, 'csv', 'before.csv');
    await ask('images.calibrate', { ids: imageIds, calibration: { space: 'real', x: 1, y: 1, source: 'typed' } });
    await write(runId, 'csv', 'after.csv');
    const area = (name: string) => Number(readFileSync(out(name), 'utf8').split('\n')[1].split(',')[5]);
    expect(area('after.csv') / area('before.csv')).toBeCloseTo(4, 6);
  });
});
