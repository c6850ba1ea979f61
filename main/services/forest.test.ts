import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CallInput } from '../../app/contract/list.ts';
import type { LabelFrameRef } from '../../app/contract/nouns.ts';
import { defaultForest } from '../../app/domain/forest.ts';
import { classPresets, type LabelClass } from '../../app/domain/labels/label-class.ts';
import { type ClassSpan, encodeLabelEdit } from '../../app/domain/labels/label-edit.ts';
import { planeOfTiles } from '../../app/domain/labels/tiled-plane.ts';
import { decodeForest } from '../../app/segmentation/pixel-forest/forest-file.ts';
import { type DiskProject, diskProject } from './fixtures/disk-project.ts';
import { threeDisks } from './fixtures/micrographs.ts';

const side = 128;
const [particle, background] = [1, 2];
const ignored: LabelClass = { id: 7, name: 'Dirt', colour: '#000000', role: 'ignore' };
let made: DiskProject;
const ask: DiskProject['program']['ask'] = (...args) => made.program.ask(...args);
beforeAll(async () => {
  made = await diskProject();
});
afterAll(() => made.program.remove());

async function freshSet(name: string): Promise<LabelFrameRef> {
  const { id } = await ask('labels.createSet', { name, classes: [...classPresets[0].classes, ignored] });
  return { setId: id, imageId: made.imageIds[0], frame: 0 };
}
async function paint(key: LabelFrameRef, classes: readonly ClassSpan[]): Promise<void> {
  const { version: base } = await ask('labels.frame', key);
  await made.program.labels.stroke(
    key,
    { base, edit: encodeLabelEdit({ classes, changed: [], removed: [] }) },
    'S',
    null,
  );
}
const inDisk: ClassSpan[] = Array.from({ length: 11 }, (_, k) => ({ y: 25 + k, from: 25, to: 36, value: particle }));
const outside: ClassSpan[] = [60, 100, 101].map((y) => ({ y, from: 40, to: 110, value: background }));
const painted = 11 * 11 + 3 * 70;
const asked = (key: LabelFrameRef, change: Partial<CallInput<'forest.live'>> = {}): CallInput<'forest.live'> => ({
  ...key,
  settings: defaultForest,
  region: { x: 0, y: 0, width: side, height: side },
  level: 0,
  part: 'sight',
  ...change,
});
const ran = (name: string) => made.program.tasks.ran.filter((task) => task === name).length;

/** Share of pixels that have the class of the disks where these are, and the other one elsewhere. */
function rightShare(classAt: (x: number, y: number) => number): number {
  let right = 0;
  for (let y = 0; y < side; y++) {
    for (let x = 0; x < side; x++) {
      const inside = threeDisks.some((d) => (x - d.x) ** 2 + (y - d.y) ** 2 <= d.radius ** 2);
      if (classAt(x, y) === (inside ? particle : background)) right++;
    }
  }
  return right / side ** 2;
}

describe('a live pixel forest', () => {
  it('says what it needs while fewer than two classes are painted, and tells the classes once there are', async () => {
    const key = await freshSet('live');
    expect(await ask('forest.live', asked(key))).toMatchObject({ state: 'needs-classes', learned: { frames: 0 } });
    await paint(key, inDisk);
    const one = await ask('forest.live', asked(key));
    expect(one).toEqual({
      state: 'needs-classes',
      learned: {
        frames: 1,
        pixels: [
          { classId: particle, pixels: 121 },
          { classId: background, pixels: 0 },
        ],
      },
    });
    await paint(key, outside);
    const told = await ask('forest.live', asked(key));
    if (told.state !== 'told') throw new Error(told.state);
    expect(told).toMatchObject({ ids: [particle, background], level: 0, tiles: [{ column: 0, row: 0 }] });
    expect(told.importance.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1);
    const bytes = made.program.reader.forest(told.url.split('/').at(-1) ?? '');
    expect(bytes?.length).toBe(2 * told.side ** 2);
    expect(rightShare((x, y) => told.ids[bytes?.[y * told.side + x] ?? 9])).toBeGreaterThan(0.9);
  });

  it('works out again only what changed', async () => {
    const key = await freshSet('again');
    await paint(key, [...inDisk, ...outside]);
    await ask('forest.live', asked(key));
    const [codes, grown] = [ran('forest-codes'), ran('forest-grow')];
    const first = await ask('forest.live', asked(key));
    expect([ran('forest-codes'), ran('forest-grow')]).toEqual([codes, grown]);
    await paint(key, [{ y: 70, from: 10, to: 30, value: background }]);
    const second = await ask('forest.live', asked(key));
    expect([ran('forest-codes'), ran('forest-grow')]).toEqual([codes, grown + 1]);
    if (first.state !== 'told' || second.state !== 'told') throw new Error('nothing told');
    expect(second.serial).not.toBe(first.serial);
  });

  it('tells the rest of a frame as it tells what is seen, without keeping filters', async () => {
    const key = await freshSet('rest');
    await paint(key, [...inDisk, ...outside]);
    const codes = ran('forest-codes');
    const rest = await ask('forest.live', asked(key, { part: 'rest', level: 1 }));
    expect(ran('forest-codes')).toBe(codes);
    const sight = await ask('forest.live', asked(key, { level: 1 }));
    if (rest.state !== 'told' || sight.state !== 'told') throw new Error('nothing told');
    const [a, b] = [rest, sight].map(({ url }) => made.program.reader.forest(url.split('/').at(-1) ?? ''));
    // outside the image a tile holds anything
    const inside = (bytes: Uint8Array | null) =>
      Array.from({ length: 64 }, (_, y) => bytes?.subarray(y * 256, y * 256 + 64));
    expect(inside(a)).toEqual(inside(b));
    expect(rest.serial).toBe(sight.serial);
  });

  it('learns from other labelled frames of the set as well', async () => {
    const key = await freshSet('others');
    await paint({ ...key, imageId: made.imageIds[2] }, [...inDisk, ...outside]);
    const told = await ask('forest.live', asked(key));
    expect(told).toMatchObject({ state: 'told', learned: { frames: 1 } });
  });

  it('stops an older question about what is seen when a newer one comes', async () => {
    const key = await freshSet('newer');
    await paint(key, [...inDisk, ...outside]);
    const older = ask('forest.live', asked(key, { level: 1 }));
    const newer = ask('forest.live', asked(key));
    await expect(older).rejects.toMatchObject({ info: { tag: 'stopped' } });
    expect(await newer).toMatchObject({ state: 'told' });
  });
});

describe('what a forest says', () => {
  it('becomes labels as one edit, and only where nothing is labelled unless asked; what is to be ignored teaches nothing', async () => {
    const key = await freshSet('labels');
    const dirt = [{ y: 110, from: 3, to: 20, value: ignored.id }];
    await expect(
      ask('forest.labels', { setId: key.setId, frames: [key], settings: defaultForest, mode: 'fill' }),
    ).rejects.toMatchObject({ info: { tag: 'invalid-input' } });
    await paint(key, [...inDisk, ...outside]);
    await paint(key, dirt);
    const before = (await ask('history.list', {})).edits.length;
    const start = (mode: 'fill' | 'replace') =>
      made.program.done(ask('forest.labels', { setId: key.setId, frames: [key], settings: defaultForest, mode }));
    const result = await start('fill');
    const plane = async () => {
      const { tiles } = await made.program.labels.reads.labels(key);
      return planeOfTiles(tiles, side, side);
    };
    const filled = await plane();
    expect(result).toEqual({ frames: 1, pixels: side ** 2 - painted - 17 });
    expect(filled.every((value) => value > 0)).toBe(true);
    expect(filled.subarray(110 * side + 3, 110 * side + 20).every((value) => value === ignored.id)).toBe(true);
    expect(rightShare((x, y) => filled[y * side + x])).toBeGreaterThan(0.9);
    expect((await ask('history.list', {})).edits.length).toBe(before + 1);
    expect(await ask('history.undo', {})).toMatchObject({ title: 'Label 1 frame by pixel forest' });
    expect((await plane()).filter((value) => value > 0).length).toBe(painted + 17);
  });

  it('is kept with what it learned from, and segments other images as a recipe', async () => {
    const key = await freshSet('keep');
    await paint(key, [...inDisk, ...outside]);
    const { recipeId, sha256 } = await ask('forest.keep', {
      setId: key.setId,
      settings: defaultForest,
      title: 'Disks',
    });
    const file = readFileSync(`${made.program.folder}/P.morpho/blobs/${sha256}.forest`);
    expect(createHash('sha256').update(file).digest('hex')).toBe(sha256);
    const { card } = decodeForest(file, 'file');
    const [version] = (await ask('labels.versions', key)).versions;
    expect(card).toMatchObject({
      title: 'Disks',
      learnedFrom: [{ frame: 0, labels: version.sha256, pixels: painted }],
    });
    const { recipes } = await ask('recipes.list', {});
    const recipe = recipes.find(({ id }) => id === recipeId);
    if (recipe === undefined) throw new Error('not kept');
    const imageIds = [made.imageIds[2]];
    const result = await made.program.done(ask('runs.start', { recipe, imageIds, frames: 'first' }));
    const { runs } = await ask('runs.list', {});
    expect(runs.find(({ id }) => id === result['runId'])?.results[0].particles).toBe(2);
    const provenance = await ask('runs.provenance', { runId: Number(result['runId']), imageId: imageIds[0], frame: 0 });
    expect(provenance.resolved['forest']).toBe(`Disks ${sha256}`);
    expect((await ask('runs.methods', { runId: Number(result['runId']) })).text).toContain(sha256.slice(0, 12));
    const preview = await ask('recipes.preview', {
      imageId: imageIds[0],
      frame: 0,
      region: { x: 0, y: 0, width: side, height: side },
      scale: 0.5,
      recipe,
    });
    expect(preview).toMatchObject({ scale: 1, complete: true, particles: 2 });
    await ask('history.undo', {});
    expect((await ask('recipes.list', {})).recipes.some(({ id }) => id === recipeId)).toBe(false);
  });
});
