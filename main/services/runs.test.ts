import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { decodeInstances } from '../../app/domain/instance-codec.ts';
import { type DiskProject, diskProject, diskRecipe, runDisks } from './fixtures/disk-project.ts';
import { micrograph, threeDisks } from './fixtures/micrographs.ts';
import type { TestProgram } from './fixtures/program.ts';

const otherRecipe = {
  ...diskRecipe,
  id: 'other',
  title: 'Other',
  steps: [...diskRecipe.steps, { step: 'clear-border', enabled: true, params: {} }],
};

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
const runs = async () => (await ask('runs.list', {})).runs;
const segmented = () => program.tasks.ran.filter((name) => name === 'segment-frame').length;

describe('a run', () => {
  it('finds and measures the particles of every frame', async () => {
    const runId = await runDisks(disks);
    const [only] = await runs();
    expect(only).toMatchObject({ id: runId, title: 'Disks', state: 'complete', planned: 4, particles: 9 });
    expect(only.results.map((r) => [r.imageId, r.frame, r.particles])).toEqual([
      [imageIds[0], 0, 3],
      [imageIds[1], 0, 3],
      [imageIds[1], 1, 1],
      [imageIds[2], 0, 2],
    ]);
    const { images } = await ask('images.list', {});
    expect(images.map((i) => [i.latestRunId, i.particles])).toEqual([3, 4, 2].map((n) => [runId, n]));
    expect((await ask('projects.current', {})).project).toMatchObject({ runs: 1, particles: 9 });

    const table = await ask('particles.table', { runId });
    expect(table).toMatchObject({ rows: 9, lengthUnit: 'nm' });
    const area = await program.reader.column(runId, 'area');
    const pixels = decodeInstances((await program.reader.instances(runId, imageIds[0], 0)).bytes).map((i) => i.area);
    const size = images[0].calibration.x ?? 0;
    expect([...area.subarray(0, 3)]).toEqual(pixels.map((n) => n * size * size));
    // Found by hand: a disk of radius 8 has 197 pixels.
    expect(pixels).toContain(197);
    expect([...(await program.reader.flags(runId, 'border'))]).toEqual([0, 0, 1, 0, 0, 1, 0, 0, 0]);
    expect(table.columns.find((c) => c.id === 'area')).toMatchObject({
      unit: 'nm²',
      url: `/bytes/column/${runId}/area`,
    });
  });

  it('knows where each result comes from', async () => {
    const runId = await runDisks(disks);
    const provenance = await ask('runs.provenance', { runId, imageId: imageIds[0], frame: 0 });
    const [image] = (await ask('images.list', {})).images;
    expect(provenance).toMatchObject({
      program: '0.1.0',
      inputSha256: image.fileSha256,
      frame: 0,
      pixelSize: image.calibration.x,
      stepVersions: { threshold: expect.any(Number), 'label-parts': expect.any(Number) },
    });
    expect(provenance.recipe.steps[0].params).toMatchObject({ method: 'otsu', polarity: 'bright' });
    expect(provenance.resolved['threshold']).toEqual(expect.any(Number));
    const { text } = await ask('runs.methods', { runId });
    expect(text).toMatch(/3 micrographs \(4 frames\) at 0\.5 nm a pixel .* recipe “Disks”/);
    expect(text).toContain('9 particles were found.');
    const diameter = (of: string) => Number(/equivalent diameter was ([\d.]+) ± [\d.]+ nm/.exec(of)?.[1]);
    const size = (x: number | null) => ({ space: 'real' as const, x, y: x, source: 'typed' as const });
    await ask('images.calibrate', { ids: imageIds.slice(1), calibration: size(null) });
    const mixed = (await ask('runs.methods', { runId })).text;
    expect(mixed).toContain('Frames without calibration are left out of this.');
    await ask('images.calibrate', { ids: imageIds.slice(0, 1), calibration: size(5) });
    expect(diameter((await ask('runs.methods', { runId })).text) / diameter(mixed)).toBeCloseTo(10, 1);
    await expect(ask('runs.provenance', { runId, imageId: imageIds[0], frame: 5 })).rejects.toMatchObject(
      tag('not-found'),
    );
  });

  it('takes over what was computed before under equal conditions', async () => {
    await runDisks(disks);
    expect(segmented()).toBe(4);
    const again = await program.done(ask('runs.start', { recipe: { ...diskRecipe, title: 'Same steps' }, imageIds }));
    expect(again).toMatchObject({ computed: 0, reused: 4 });
    expect(segmented()).toBe(4);
    await ask('images.calibrate', {
      ids: imageIds.slice(0, 1),
      calibration: { space: 'real', x: 1, y: 1, source: 'typed' },
    });
    expect(await program.done(ask('runs.start', { recipe: diskRecipe, imageIds }))).toMatchObject({
      computed: 1,
      reused: 3,
    });
    expect((await runs()).map((r) => r.title)).toEqual(['Disks, 2', 'Same steps', 'Disks']);
    expect(await program.done(ask('runs.start', { recipe: otherRecipe, imageIds }))).toMatchObject({ computed: 4 });
  });

  it('can leave every choice to the program, and says what it chose', async () => {
    const { recipes } = await ask('recipes.list', {});
    const automatic = recipes.find(({ id }) => id === 'automatic');
    const result = await program.done(ask('runs.start', { recipe: automatic ?? diskRecipe, imageIds }));
    expect(result).toMatchObject({ computed: 4, failed: [] });
    const runId = Number(result['runId']);
    const provenance = await ask('runs.provenance', { runId, imageId: imageIds[0], frame: 0 });
    expect(provenance.recipe.steps.length).toBeGreaterThan(0);
    expect(provenance.reason).toEqual(expect.any(String));
    expect((await ask('runs.methods', { runId })).text).toMatch(/recipe “Automatic”.* steps were \(1\)/);
    // A recipe without steps is not the automatic one.
    const empty = { ...diskRecipe, steps: [] };
    expect(await program.done(ask('runs.start', { recipe: empty, imageIds }))).toMatchObject({
      computed: 4,
      reused: 0,
    });
  });

  it('that is stopped keeps what is done and goes on in the same run', async () => {
    const job = await ask('runs.start', { recipe: diskRecipe, imageIds });
    let computing = 0;
    program.tasks.before = async (name) => {
      if (name === 'segment-frame' && ++computing === 3) await ask('jobs.stop', { id: job.id });
    };
    expect((await program.ports.jobs.finished(job.id)).state).toBe('stopped');
    const [stopped] = await runs();
    expect(stopped).toMatchObject({ state: 'stopped', planned: 4 });
    const done = stopped.results.length;
    expect(done).toBeGreaterThan(0);
    expect(done).toBeLessThan(4);
    expect((await ask('particles.table', { runId: stopped.id })).rows).toBe(stopped.particles);

    program.tasks.before = () => undefined;
    program = await program.restart();
    await program.openAtStart(undefined);
    expect(await program.done(ask('runs.start', { recipe: diskRecipe, imageIds }))).toEqual({
      runId: stopped.id,
      computed: 4 - done,
      reused: done,
      failed: [],
    });
    expect((await runs()).map((r) => [r.id, r.state, r.results.length])).toEqual([[stopped.id, 'complete', 4]]);
  });

  it('goes on beside a frame that fails, and finishes when it is there again', async () => {
    const lost = path.join(disks.data, 'b.tif');
    const bytes = readFileSync(lost);
    rmSync(lost);
    const result = await program.done(ask('runs.start', { recipe: diskRecipe, imageIds }));
    expect(result).toMatchObject({
      computed: 2,
      failed: [
        { imageId: imageIds[1], frame: 0, failure: { tag: 'not-found' } },
        { imageId: imageIds[1], frame: 1, failure: { tag: 'not-found' } },
      ],
    });
    expect((await runs())[0].state).toBe('stopped');
    writeFileSync(lost, bytes.subarray(0, bytes.length - 1));
    expect(await program.done(ask('runs.start', { recipe: diskRecipe, imageIds }))).toMatchObject({
      failed: [{ failure: { tag: 'malformed' } }, { failure: { tag: 'malformed' } }],
    });
    writeFileSync(lost, bytes);
    await runDisks(disks);
    expect((await runs()).map((r) => [r.state, r.results.length])).toEqual([['complete', 4]]);
  });

  it('of first frames only is smaller, and a recipe that can’t run is refused before anything starts', async () => {
    await runDisks(disks, 'first');
    expect((await runs())[0]).toMatchObject({ planned: 3, state: 'complete' });
    const wrong = { ...diskRecipe, steps: [{ step: 'threshold', enabled: true, params: { method: 'guess' } }] };
    await expect(ask('runs.start', { recipe: wrong, imageIds })).rejects.toMatchObject(tag('invalid-input'));
    await expect(ask('runs.start', { recipe: diskRecipe, imageIds: [99] })).rejects.toMatchObject(tag('not-found'));
    expect(await runs()).toHaveLength(1);
  });

  it('can be renamed, removed and brought back', async () => {
    const runId = await runDisks(disks);
    await ask('runs.rename', { id: runId, title: 'Mine' });
    await ask('runs.remove', { id: runId });
    expect(await runs()).toEqual([]);
    expect((await ask('images.list', {})).images[0]).toMatchObject({ latestRunId: null, particles: null });
    await ask('history.undo', {});
    expect((await runs())[0]).toMatchObject({ title: 'Mine', particles: 9 });
  });

  it('that is removed while it computes ends', async () => {
    const job = await ask('runs.start', { recipe: diskRecipe, imageIds });
    let removed: Promise<unknown> | undefined;
    program.tasks.before = (name) => {
      if (name === 'segment-frame') removed ??= runs().then(([only]) => ask('runs.remove', { id: only.id }));
    };
    expect((await program.ports.jobs.finished(job.id)).state).toBe('stopped');
    await removed;
    expect(await runs()).toEqual([]);
  });

  it('grows with a watched folder', async () => {
    await ask('recipes.save', { recipe: diskRecipe });
    const sampleId = (await ask('samples.list', {})).samples[0].id;
    await ask('watch.start', { path: disks.data, sampleId, recipeId: 'disks' });
    micrograph(disks.data, 'd.tif', [threeDisks], { shade: 4 });
    await vi.waitFor(async () => expect((await runs())[0]?.particles).toBe(3), { timeout: 10_000, interval: 30 });
    micrograph(disks.data, 'e.tif', [threeDisks.slice(0, 2)], { shade: 2 });
    await vi.waitFor(async () => expect((await runs())[0]?.particles).toBe(5), { timeout: 10_000, interval: 30 });
    expect((await runs()).map((r) => [r.title, r.planned])).toEqual([['Disks, data', 2]]);
  });
});
