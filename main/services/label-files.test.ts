import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { classPresets } from '../../app/domain/labels/label-class.ts';
import { encodeLabelEdit } from '../../app/domain/labels/label-edit.ts';
import { decodeLabelled, type LabelledInstance } from '../../app/domain/labels/labelled-instance.ts';
import { planeOfTiles } from '../../app/domain/labels/tiled-plane.ts';
import { instanceOf, maskOfPlane } from '../../app/domain/run-mask.ts';
import { memorySource } from '../../app/formats/memory-source.ts';
import { openAcquisition } from '../../app/formats/open.ts';
import { writePng } from '../../app/formats/png/write.ts';
import { writeLabelTiff, writeTiff } from '../../app/formats/tiff/write.ts';
import { type DiskProject, diskProject } from './fixtures/disk-project.ts';

const size = { width: 128, height: 128 };
const shared = fileURLToPath(new URL('../../../shared/data/', import.meta.url));
const data = [shared, '/work/shared/data/'].find((folder) => existsSync(folder));
let made: DiskProject;
let labels: string;
beforeAll(async () => {
  made = await diskProject();
  labels = path.join(made.program.folder, 'labels');
  mkdirSync(labels);
});
afterAll(() => made.program.remove());

const ask: DiskProject['program']['ask'] = (name, input, signal) => made.program.ask(name, input, signal);
const set = (name: string, preset = 1) => ask('labels.createSet', { name, classes: [...classPresets[preset].classes] });
async function stored(setId: number, imageId: number, frame = 0) {
  const { tiles, particles } = await made.program.labels.reads.labels({ setId, imageId, frame });
  return { plane: planeOfTiles(tiles, 128, 128), particles: decodeLabelled(particles) };
}
const importing = async (input: Parameters<typeof ask<'labels.import'>>[1]) =>
  (await made.program.done(ask('labels.import', input))) as unknown as {
    frames: { imageId: number; frame: number; instances: number; labelledPixels: number }[];
    failed: { path: string; failure: { message: string; tag: string } }[];
    warnings: string[];
  };

/** Two discs that overlap, one with a hole, a speck. */
function someParticles(): LabelledInstance[] {
  const shapes: [number, number, (x: number, y: number) => boolean][] = [
    [3, 1, (x, y) => Math.hypot(x - 40, y - 40) < 15],
    [4, 1, (x, y) => Math.hypot(x - 55, y - 44) < 14],
    [9, 2, (x, y) => Math.abs(Math.hypot(x - 90, y - 90) - 12) < 5],
    [70_000, 1, (x, y) => x > 120 && y > 3 && y < 9],
  ];
  return shapes.map(([id, classId, inside]) => {
    const plane = Uint8Array.from({ length: 128 * 128 }, (_, i) => (inside(i % 128, Math.floor(i / 128)) ? 1 : 0));
    const mask = maskOfPlane(plane, { x: 0, y: 0, ...size }, 1)!;
    return { ...instanceOf(id, mask, 128, 128), classId, reviewed: false };
  });
}
const byMask = (list: readonly LabelledInstance[]) =>
  list.map(({ mask, classId }) => ({ ...mask, runs: [...mask.runs], classId }));

/** Paints the particles and some classes on frame 1 of image b. */
async function painted(name: string): Promise<{ setId: number; imageId: number; frame: number }> {
  const { id: setId } = await set(name);
  const key = { setId, imageId: made.imageIds[1], frame: 1 };
  const classes = [
    { y: 3, from: 4, to: 99, value: 3 },
    { y: 4, from: 0, to: 128, value: 2 },
    { y: 127, from: 100, to: 128, value: 1 },
  ];
  const edit = encodeLabelEdit({ classes, changed: [], removed: [] });
  await made.program.labels.stroke(key, { base: 0, edit }, 'Paint', null);
  const { encodeLabelled } = await import('../../app/domain/labels/labelled-instance.ts');
  await made.program.labels.change('Add', [{ ...key, base: null, particles: encodeLabelled(someParticles()) }]);
  return key;
}

describe('labels that go out', () => {
  it.each([
    ['instances-tiff', 'b.frame-2.labels.tif'],
    ['napari-tiff', 'b.labels.tif'],
    ['coco', 'out coco.coco.json'],
    ['imagej-roi', 'b.frame-2.rois.zip'],
    ['ome-zarr', 'b.frame-2.zarr'],
  ] as const)('come back whole: %s', async (format, file) => {
    const { setId, imageId, frame } = await painted(`out ${format}`);
    const folder = path.join(labels, format);
    const { files } = await made.program.done(ask('labels.export', { setId, format, path: folder }));
    expect(files).toEqual([path.join(folder, file)]);
    const { id: other } = await set(`back ${format}`);
    const result = await importing({
      setId: other,
      paths: [path.join(folder, file)],
      imageId: format === 'coco' ? null : imageId,
    });
    expect(result.failed).toEqual([]);
    const target = result.frames.find((f) => f.instances > 0)!;
    expect(target.imageId).toBe(imageId);
    const back = await stored(other, target.imageId, target.frame);
    expect(byMask(back.particles)).toEqual(byMask(someParticles()));
    expect(back.particles.map((p) => p.id)).toEqual([3, 4, 9, 70_000]);
    if (format !== 'coco') expect(target.frame).toBe(frame);
  });

  it.each([
    ['classes-tiff', 'b.frame-2.classes.tif'],
    ['classes-png', 'b.frame-2.classes.png'],
    ['classes-rgb-png', 'b.frame-2.colours.png'],
  ] as const)('come back pixel by pixel with their key: %s', async (format, file) => {
    const { setId, imageId, frame } = await painted(`out ${format}`);
    const before = await stored(setId, imageId, frame);
    const folder = path.join(labels, format);
    const { files } = await made.program.done(ask('labels.export', { setId, format, path: folder }));
    expect(files).toEqual([path.join(folder, file), path.join(folder, 'KEY.json')]);
    const { id: other } = await set(`back ${format}`);
    const { key, unknown } = await ask('labels.keyOfFile', { setId: other, path: path.join(folder, 'KEY.json') });
    expect(unknown).toEqual([]);
    const result = await importing({ setId: other, paths: [folder], format: 'classes-image', key });
    expect(result).toMatchObject({ failed: [], warnings: [], shifted: [] });
    const after = await stored(other, imageId, frame);
    expect(after.plane).toEqual(before.plane);
    // without a key the one beside the file is found
    const again = await importing({ setId: other, paths: [folder], format: 'classes-image' });
    expect(again.failed).toEqual([]);
    expect((await stored(other, imageId, frame)).plane).toEqual(before.plane);
  });
});

it('labels are counted frame by frame, by class', async () => {
  const key = await painted('counted');
  const { frames } = await ask('labels.frameStats', { setId: key.setId });
  expect(frames).toHaveLength(1);
  const [{ file, pixels, unlabelledPixels, classes, overlapping, pixelSize }] = frames;
  const area = (id: number) => someParticles().find((p) => p.id === id)!.area;
  expect([file, pixels, overlapping, pixelSize]).toEqual(['b, frame 2', 128 * 128, 2, 0.5]);
  expect(classes.map((c) => [c.name, c.pixels, c.instances, c.meanArea])).toEqual([
    ['Particle', 28, 3, (area(3) + area(4) + area(70_000)) / 3],
    ['Overlap', 128, 1, area(9)],
    ['Background', 95, 0, null],
  ]);
  expect(unlabelledPixels).toBe(128 * 128 - 28 - 128 - 95);
});

describe('an import', () => {
  const discs = (id: (x: number, y: number) => number, side = 128) =>
    Uint32Array.from({ length: side * side }, (_, i) => id(i % side, Math.floor(i / side)));

  it('is one edit over all its files, which undo takes back', async () => {
    const { id: setId } = await set('one edit');
    for (const name of ['a.tif', 'c_mask.tif']) {
      const plane = discs((x, y) => (Math.hypot(x - 30, y - 30) < 8 ? 5 : Math.hypot(x - 90, y - 40) < 11 ? 2 : 0));
      writeFileSync(path.join(labels, name), writeLabelTiff([{ ...size, data: plane }]));
    }
    const paths = ['a.tif', 'c_mask.tif'].map((name) => path.join(labels, name));
    const result = await importing({ setId, paths });
    expect(result.frames.map((f) => [f.imageId, f.instances])).toEqual([
      [made.imageIds[0], 2],
      [made.imageIds[2], 2],
    ]);
    expect((await stored(setId, made.imageIds[0])).particles.map((p) => p.id)).toEqual([2, 5]);
    await ask('history.undo', {});
    expect((await ask('labels.frames', { setId })).frames.filter((f) => f.instances > 0)).toEqual([]);
    await ask('history.redo', {});
    expect((await stored(setId, made.imageIds[2])).particles).toHaveLength(2);
  });

  it('refuses labels that look shifted and says by how much; takes them in when told to', async () => {
    const { id: setId } = await set('shifted');
    const file = path.join(labels, 'a.tif');
    const at = (dx: number, dy: number) => (x: number, y: number) =>
      Math.hypot(x - dx - 30, y - dy - 30) <= 8 ? 1 : Math.hypot(x - dx - 90, y - dy - 40) <= 11 ? 2 : 0;
    writeFileSync(file, writeLabelTiff([{ ...size, data: discs(at(9, -7)) }]));
    const refused = await importing({ setId, paths: [file] });
    expect(refused).toMatchObject({ frames: [], warnings: [], shifted: [file] });
    expect((await stored(setId, made.imageIds[0])).particles).toEqual([]);
    const said = refused.failed.map(({ failure }) => failure.message);
    const [, dx, dy] =
      /^a\.tif is shifted: labels lie (\d+) px right and (\d+) px up of the particles/.exec(said[0]) ?? [];
    expect([Math.abs(Number(dx) - 9) <= 1, Math.abs(Number(dy) - 7) <= 1]).toEqual([true, true]);
    const taken = await importing({ setId, paths: [file], allowShift: true });
    expect(taken.failed).toEqual([]);
    expect(taken.warnings).toEqual([expect.stringMatching(/^a\.tif: labels lie .* taken in as they are$/)]);
    expect((await stored(setId, made.imageIds[0])).particles).toHaveLength(2);
    writeFileSync(file, writeLabelTiff([{ ...size, data: discs(at(1, -1)) }]));
    expect(await importing({ setId, paths: [file] })).toMatchObject({ failed: [], warnings: [], shifted: [] });
  });

  it('adds to what is there', async () => {
    const { id: setId } = await set('adding');
    const file = path.join(labels, 'a.tif');
    writeFileSync(file, writeLabelTiff([{ ...size, data: discs((x, y) => (Math.hypot(x - 30, y - 30) < 8 ? 1 : 0)) }]));
    await importing({ setId, paths: [file] });
    await importing({ setId, paths: [file], mode: 'add' });
    const { particles } = await stored(setId, made.imageIds[0]);
    expect(particles.map((p) => p.id)).toEqual([1, 2]);
    expect(particles[0].mask).toEqual(particles[1].mask);
  });

  it('says what does not fit, and takes the rest', async () => {
    const { id: setId } = await set('refused');
    const small = path.join(labels, 'b.tif');
    writeFileSync(small, writeLabelTiff([{ width: 64, height: 64, data: discs(() => 1, 64) }]));
    const alone = path.join(labels, 'nobody.tif');
    writeFileSync(alone, writeLabelTiff([{ ...size, data: discs(() => 1) }]));
    const micrograph = path.join(labels, 'c.tif');
    writeFileSync(micrograph, writeTiff([{ ...size, data: new Float32Array(128 * 128).fill(0.5) }]));
    const result = await importing({ setId, paths: [small, alone, micrograph, path.join(labels, 'a.tif')] });
    expect(result.failed.map(({ failure }) => failure.message)).toEqual([
      'The labels of b.tif are 64 × 64 px, the image b is 128 × 128 px.',
      'No image of the project belongs to nobody.tif.',
      'c.tif is no label image: it holds the value 0.5.',
    ]);
    expect(result.frames).toHaveLength(1);
  });

  it('guesses a key and tells it', async () => {
    const { id: setId } = await set('guessed', 0);
    const file = path.join(labels, 'c.png');
    const rgb = new Uint8Array(128 * 128 * 3);
    for (let i = 0; i < 128 * 128; i++) rgb.set(i % 128 < 30 ? [0x50, 0xb0, 0xe0] : [10, 10, 10], 3 * i);
    writeFileSync(file, writePng({ ...size, channels: 3, data: rgb }));
    const guess = await ask('labels.guessKey', { setId, path: file });
    expect(guess).toMatchObject({ kind: 'rgb', width: 128, height: 128, distinct: 2, uncertain: 0 });
    expect(guess.entries.map((e) => [e.colour, e.classId, e.pixels])).toEqual([
      ['#0a0a0a', 2, 98 * 128],
      ['#50b0e0', 1, 30 * 128],
    ]);
    const result = await importing({ setId, paths: [file] });
    expect(result.warnings).toEqual(['c.png: no key was given: #0a0a0a = Background, #50b0e0 = Particle']);
    expect(result.frames).toMatchObject([{ imageId: made.imageIds[2], labelledPixels: 128 * 128 }]);
  });
});

describe.skipIf(data === undefined)('published masks (skipped where ../shared/data is absent)', () => {
  it('of emps come back as they were outside an edit', async () => {
    const names = readdirSync(path.join(data!, 'emps/segmaps')).slice(0, 12);
    await made.program.done(
      ask('images.import', { paths: names.map((n) => path.join(data!, 'emps/images', n)), sampleId: null }),
    );
    const { id: setId } = await set('emps', 0);
    const result = await importing({ setId, paths: names.map((n) => path.join(data!, 'emps/segmaps', n)) });
    expect(result.failed).toEqual([]);
    expect(result.frames).toHaveLength(names.length);

    // one particle is taken off one frame
    const { imageId } = result.frames[0];
    const { version, width } = await ask('labels.frame', { setId, imageId, frame: 0 });
    const edit = encodeLabelEdit({ classes: [], changed: [], removed: [1] });
    await made.program.labels.stroke({ setId, imageId, frame: 0 }, { base: version, edit }, 'Delete', null);
    const folder = path.join(labels, 'emps');
    await made.program.done(ask('labels.export', { setId, format: 'instances-tiff', path: folder }));
    for (const [i, name] of names.entries()) {
      const [truth] = (
        await openAcquisition(memorySource(name, Uint8Array.from(readFileSync(path.join(data!, 'emps/segmaps', name)))))
      ).images;
      const file = name.replace('.png', '.labels.tif');
      const [back] = (await openAcquisition(memorySource(file, Uint8Array.from(readFileSync(path.join(folder, file))))))
        .images;
      const before = Array.from((await truth.readFrame(0)) as Uint16Array);
      if (i === 0) expect(before).toHaveLength(back.shape[0] * width);
      const expected = i === 0 ? before.map((v) => (v === 1 ? 0 : v)) : before;
      expect(Array.from((await back.readFrame(0)) as Uint32Array)).toEqual(expected);
    }
  });
});
