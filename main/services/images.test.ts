import { copyFileSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { writeTiff } from '../../app/formats/tiff/write.ts';
import { diskRecipe } from './fixtures/disk-project.ts';
import { micrograph, plane, threeDisks } from './fixtures/micrographs.ts';
import { type TestProgram, testProgram } from './fixtures/program.ts';
import type { ImportOutcome } from './import-files.ts';

let program: TestProgram;
let data: string;
beforeEach(async () => {
  program = testProgram();
  data = path.join(program.folder, 'data');
  mkdirSync(data);
  await program.ask('projects.create', { folder: program.folder, name: 'P' });
});
afterEach(() => program.remove());

const tag = (wanted: string) => ({ info: { tag: wanted } });
const ask: TestProgram['ask'] = (name, input) => program.ask(name, input);
const images = async () => (await ask('images.list', {})).images;
const names = async () => (await images()).map((i) => i.name);

async function take(paths: string[], sampleName?: string): Promise<ImportOutcome> {
  const asked = { paths, sampleId: null, ...(sampleName === undefined ? {} : { sampleName }) };
  return (await program.done(ask('images.import', asked))) as unknown as ImportOutcome;
}

describe('an import', () => {
  it('takes files and folders in with what they say of themselves', async () => {
    const single = micrograph(data, 'single.tif');
    micrograph(path.join(data, 'session', 'day 1'), 'stack.tif', [threeDisks, threeDisks], {
      pixelSize: null,
      shade: 1,
    });
    writeFileSync(path.join(data, 'session', 'notes.txt'), 'no image');
    mkdirSync(path.join(data, 'session', 'Old.morpho', 'blobs'), { recursive: true });
    micrograph(path.join(data, 'session', 'Old.morpho', 'blobs'), 'inside.tif', [threeDisks], { shade: 9 });
    const result = await take([single, path.join(data, 'session')], 'Gold');
    expect(result).toMatchObject({ skipped: [], failed: [], warnings: [] });
    const [first, second] = await images();
    expect(first).toMatchObject({
      id: result.imageIds[0],
      name: 'single',
      width: 128,
      height: 128,
      frames: 1,
      elementType: 'uint16',
      format: 'tiff',
      min: 40,
      max: 204,
      available: true,
      packed: false,
      latestRunId: null,
      particles: null,
    });
    expect(first.calibration.x).toBeCloseTo(0.5, 9);
    expect(first.path).toBe('../data/single.tif');
    expect(second).toMatchObject({ name: 'stack', frames: 2, calibration: { x: null, y: null, source: 'none' } });
    expect((await ask('samples.list', {})).samples.map((s) => s.name)).toEqual(['Gold']);
    expect(await ask('images.metadata', { id: first.id })).toHaveProperty('metadata');
  });

  it('knows what it has by content, whatever its name', async () => {
    const file = micrograph(data, 'a.tif');
    await take([file]);
    const copy = path.join(data, 'copy.tif');
    writeFileSync(copy, readFileSync(file));
    expect(await take([copy, data])).toMatchObject({ imageIds: [], skipped: [copy, file] });
    rmSync(file);
    expect((await images())[0].available).toBe(false);
    // The same content elsewhere is as good as the file that went away.
    await take([copy]);
    expect((await images()).map((i) => [i.path, i.available])).toEqual([['../data/copy.tif', true]]);
    await ask('images.remove', { ids: [(await images())[0].id] });
    expect((await take([copy])).imageIds).toHaveLength(1);
  });

  it('reports what it can’t read and goes on', async () => {
    const bad = path.join(data, 'bad.dm4');
    writeFileSync(bad, 'not a micrograph');
    const good = micrograph(data, 'good.tif');
    const gone = path.join(data, 'gone.tif');
    const result = await take([bad, gone, good]);
    expect(result.imageIds).toHaveLength(1);
    expect(result.failed.map((f) => [path.basename(f.path), f.failure.tag])).toEqual([
      ['bad.dm4', expect.stringMatching(/malformed|unknown-format|truncated/)],
      ['gone.tif', 'not-found'],
    ]);
  });

  it('that is stopped keeps what is in', async () => {
    for (let i = 0; i < 5; i++) micrograph(data, `f${i}.tif`, [threeDisks], { shade: i });
    const job = await ask('images.import', { paths: [data], sampleId: null });
    let described = 0;
    program.tasks.before = async (name) => {
      if (name === 'describe-file' && ++described === 3) await ask('jobs.stop', { id: job.id });
    };
    const ended = await program.ports.jobs.finished(job.id);
    expect(ended.state).toBe('stopped');
    const kept = await names();
    expect(kept.length).toBeGreaterThan(0);
    expect(kept.length).toBeLessThan(5);
    expect(ended.result).toMatchObject({ imageIds: (await images()).map((i) => i.id) });
    program.tasks.before = () => undefined;
    expect((await take([data])).imageIds).toHaveLength(5 - kept.length);
  });

  it('is one edit', async () => {
    await take([micrograph(data, 'a.tif'), micrograph(data, 'b.tif', [threeDisks], { shade: 1 })]);
    expect((await ask('history.list', {})).edits.map((e) => e.title)).toEqual([
      'Import 2 images',
      'Create sample Sample 1',
    ]);
    await ask('history.undo', {});
    expect(await names()).toEqual([]);
    await ask('history.redo', {});
    expect(await names()).toEqual(['a', 'b']);
  });

  it('remarks on images whose pixel size is not that of the others', async () => {
    micrograph(data, 'a.tif');
    micrograph(data, 'b.tif', [threeDisks], { shade: 1 });
    micrograph(data, 'c.tif', [threeDisks], { shade: 2, pixelSize: 2 });
    const { warnings } = await take([data]);
    expect(warnings).toEqual(['The import mixes pixel sizes: 0.5 nm (2), 2 nm (1).']);
    const [a, , c] = await images();
    expect(a.calibration.suspect).toEqual([]);
    expect(c.calibration.suspect).toEqual(['2 nm a pixel differs from the 0.5 nm of most images imported with it']);
    await ask('images.calibrate', { ids: [c.id], calibration: null, fromFile: true });
    expect((await images())[2].calibration.suspect).toEqual([]);
  });

  it('suspects no pixel size where none is that of most images', async () => {
    micrograph(data, 'a.tif');
    micrograph(data, 'b.tif', [threeDisks], { shade: 1, pixelSize: 1 });
    micrograph(data, 'c.tif', [threeDisks], { shade: 2, pixelSize: 2 });
    micrograph(data, 'd.tif', [threeDisks], { shade: 3, pixelSize: 2 });
    const { warnings } = await take([data]);
    expect(warnings).toHaveLength(1);
    expect((await images()).map((i) => i.calibration.suspect)).toEqual([[], [], [], []]);
  });

  it('into a sample that is not there is refused', async () => {
    await expect(ask('images.import', { paths: [data], sampleId: 7 })).rejects.toMatchObject(tag('not-found'));
  });
});

const tia = fileURLToPath(new URL('../../../shared/data/vendor_rosettasciio/tia/', import.meta.url));

describe.skipIf(!existsSync(tia))('an import of TIA files (skipped where ../shared/data is absent)', () => {
  const pair = ['16x16_STEM_BF_DF_acquire.emi', '16x16_STEM_BF_DF_acquire_1.ser', '16x16_STEM_BF_DF_acquire_2.ser'];
  const copied = (names: readonly string[]) =>
    names.map((name) => {
      copyFileSync(path.join(tia, name), path.join(data, name));
      return path.join(data, name);
    });

  it('takes the images of an EMI file once, whichever way they come', async () => {
    const [emi, first, second] = copied(pair);
    expect((await take([data])).imageIds).toHaveLength(2);
    expect((await images()).map((i) => i.name)).toEqual([
      expect.stringMatching(/^16x16_STEM_BF_DF_acquire, ./),
      expect.stringMatching(/^16x16_STEM_BF_DF_acquire, ./),
    ]);
    expect(await take([first, second])).toMatchObject({ imageIds: [], skipped: [first, second] });
    await ask('history.undo', {});
    expect((await take([first, second])).imageIds).toHaveLength(2);
    expect(await take([emi])).toMatchObject({ imageIds: [], skipped: [emi] });
  });

  it('packs an EMI file with what it needs', async () => {
    await take(copied(pair).slice(0, 1));
    expect(await program.done(ask('projects.pack', {}))).toEqual({ packed: 1, failed: [] });
    renameSync(data, `${data}-away`);
    const [image] = await images();
    expect(image.available).toBe(true);
    const preview = { imageId: image.id, frame: 0, region: { x: 0, y: 0, width: 8, height: 8 }, scale: 1 };
    await expect(ask('recipes.preview', { ...preview, recipe: diskRecipe })).resolves.toMatchObject({ width: 8 });
  });

  it('names what is no image', async () => {
    const { imageIds, failed } = await take(
      copied(['16x16-spectrum_image-5x5x1024.emi', '16x16-spectrum_image-5x5x1024_1.ser']),
    );
    expect(imageIds).toEqual([]);
    expect(failed[0].failure.tag).toBe('not-an-image');
  });
});

describe('images', () => {
  it('are renamed, moved and calibrated many at once, and back', async () => {
    await take([micrograph(data, 'a.tif'), micrograph(data, 'b.tif', [threeDisks], { shade: 1 })]);
    const ids = (await images()).map((i) => i.id);
    const other = await ask('samples.create', { name: 'Other' });
    const updated = await ask('images.update', { ids, name: 'same', sampleId: other.id });
    expect(updated.images.map((i) => [i.name, i.sampleId])).toEqual([
      ['same', other.id],
      ['same', other.id],
    ]);
    const typed = { space: 'real', x: 0.1, y: 0.1, source: 'typed' } as const;
    const calibrated = await ask('images.calibrate', { ids, calibration: typed });
    expect(calibrated.images.map((i) => i.calibration)).toEqual([0, 1].map(() => ({ ...typed, suspect: [] })));
    await ask('images.calibrate', { ids: ids.slice(0, 1), calibration: null });
    expect((await images())[0].calibration).toMatchObject({ x: null, source: 'none' });
    const back = await ask('images.calibrate', { ids, calibration: null, fromFile: true });
    expect(back.images.every((i) => i.calibration.source === 'file tag')).toBe(true);
    for (const title of ['Calibrate 2 images', 'Calibrate same', 'Calibrate 2 images', 'Rename 2 images to same'])
      expect(await ask('history.undo', {})).toMatchObject({ title });
    expect(await names()).toEqual(['a', 'b']);
    await expect(
      ask('images.calibrate', { ids, calibration: { space: 'real', x: 1, y: null, source: 'typed' } }),
    ).rejects.toMatchObject(tag('invalid-input'));
    await expect(ask('images.update', { ids: [99], name: 'x' })).rejects.toMatchObject(tag('not-found'));
  });

  it('give the length of a burnt-in scale bar', async () => {
    const side = 256;
    const data16 = plane(threeDisks, side);
    for (let y = 230; y < 236; y++) data16.fill(255, y * side + 20, y * side + 120);
    writeFileSync(path.join(data, 'bar.tif'), writeTiff([{ width: side, height: side, data: data16 }]));
    await take([path.join(data, 'bar.tif')]);
    const [{ id }] = await images();
    const bar = { x: 20, y: 230, width: 100, height: 6 };
    expect(await ask('images.measureScaleBar', { id, frame: 0, hint: null })).toEqual({ bar });
    expect(await ask('images.measureScaleBar', { id, frame: 0, hint: { x: 70, y: 235 } })).toEqual({ bar });
    expect(await ask('images.measureScaleBar', { id, frame: 0, hint: { x: 128, y: 40 } })).toEqual({ bar: null });
  });

  it('are found by the byte routes', async () => {
    await take([micrograph(data, 'a.tif', [threeDisks, threeDisks])]);
    const [image] = await images();
    expect(await program.reader.image(image.id)).toEqual({
      path: path.join(data, 'a.tif'),
      imageIndex: 0,
      width: 128,
      height: 128,
      frames: 2,
      elementType: 'uint16',
      sha256: image.fileSha256,
      pixelSize: image.calibration.x,
    });
    await expect(program.reader.image(99)).rejects.toMatchObject(tag('not-found'));
  });
});

describe('a watched folder', () => {
  const eventually = (check: () => Promise<void>) => vi.waitFor(check, { timeout: 10_000, interval: 50 });

  it('gives new micrographs to its sample, also after a restart', async () => {
    micrograph(data, 'before.tif');
    await take([data]);
    const { id } = await ask('samples.create', { name: 'Live' });
    await ask('watch.start', { path: data, sampleId: id, recipeId: null });
    micrograph(data, 'new.tif', [threeDisks], { shade: 1 });
    writeFileSync(path.join(data, 'log.txt'), 'nothing');
    await eventually(async () =>
      expect((await images()).filter((i) => i.sampleId === id).map((i) => i.name)).toEqual(['new']),
    );
    await eventually(async () => expect((await ask('watch.list', {})).folders[0].taken).toBe(1));
    program = await program.restart();
    await program.openAtStart(undefined);
    expect((await ask('watch.list', {})).folders).toEqual([
      { path: data, sampleId: id, recipeId: null, taken: 1, problem: null, refused: [] },
    ]);
    micrograph(data, 'later.tif', [threeDisks], { shade: 2 });
    await eventually(async () => expect(await names()).toContain('later'));
    await ask('watch.stop', { path: data });
    expect((await ask('watch.list', {})).folders).toEqual([]);
  });

  it('names a file that it could not take in, until it can', async () => {
    const { id } = await ask('samples.create', { name: 'Live' });
    await ask('watch.start', { path: data, sampleId: id, recipeId: null });
    const file = path.join(data, 'bad.tif');
    writeFileSync(file, 'II*');
    await eventually(async () =>
      expect((await ask('watch.list', {})).folders[0].refused[0]?.message).toContain('bad.tif'),
    );
    micrograph(data, 'bad.tif');
    await eventually(async () => expect(await names()).toEqual(['bad']));
    await eventually(async () => expect((await ask('watch.list', {})).folders[0].refused).toEqual([]));
  });

  it('that goes away says so', async () => {
    const { id } = await ask('samples.create', { name: 'Live' });
    await ask('watch.start', { path: data, sampleId: id, recipeId: null });
    await wait(50);
    renameSync(data, `${data}-away`);
    await eventually(async () => expect((await ask('watch.list', {})).folders[0].problem).not.toBeNull());
    await expect(ask('watch.start', { path: data, sampleId: id, recipeId: null })).rejects.toMatchObject(
      tag('not-found'),
    );
  });
});
