import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CallInput } from '../../app/contract/list.ts';
import type { LabelFrameRef } from '../../app/contract/nouns.ts';
import type { Instance } from '../../app/domain/instance.ts';
import { decodeInstances } from '../../app/domain/instance-codec.ts';
import { classPresets } from '../../app/domain/labels/label-class.ts';
import { decodeContent } from '../../app/domain/labels/label-content.ts';
import { type ClassSpan, encodeLabelEdit, type LabelEdit } from '../../app/domain/labels/label-edit.ts';
import { decodeLabelled, type LabelledInstance } from '../../app/domain/labels/labelled-instance.ts';
import { planeOfTiles } from '../../app/domain/labels/tiled-plane.ts';
import { ellipse, stroke } from '../storage/fixtures/labels.ts';
import { type DiskProject, diskProject, runDisks } from './fixtures/disk-project.ts';
import { micrograph, threeDisks } from './fixtures/micrographs.ts';
import { useLabels } from './label-versions.ts';

const size = { width: 128, height: 128 };
let made: DiskProject;
let runId: number;
const ask: DiskProject['program']['ask'] = (...args) => made.program.ask(...args);
beforeAll(async () => {
  made = await diskProject();
  runId = await runDisks(made);
});
afterAll(() => made.program.remove());

async function freshSet(name: string, imageId = made.imageIds[0]): Promise<LabelFrameRef> {
  const { id } = await ask('labels.createSet', { name, classes: [...classPresets[1].classes] });
  return { setId: id, imageId, frame: 0 };
}
async function particlesOf(key: LabelFrameRef): Promise<LabelledInstance[]> {
  return decodeLabelled((await made.program.labels.reads.labels(key)).particles);
}
async function classesOf(key: LabelFrameRef): Promise<Uint8Array> {
  const { tiles, width, height } = await made.program.labels.reads.labels(key);
  return planeOfTiles(tiles, width, height);
}
async function change(key: LabelFrameRef, of: Partial<LabelEdit>) {
  const { version: base } = await ask('labels.frame', key);
  const edit = encodeLabelEdit({ classes: [], changed: [], removed: [], ...of });
  return made.program.labels.stroke(key, { base, edit }, 'Stroke', null);
}
function disk(id: number, x: number, y: number, r: number): LabelledInstance {
  const found = ellipse(id, { x, y, rx: r, ry: r }, size);
  if (found === null) throw new Error('outside');
  return found;
}
async function runInstances(key: LabelFrameRef): Promise<Instance[]> {
  return decodeInstances((await made.program.labels.reads.instances(runId, key.imageId, key.frame)).bytes);
}
const masks = (list: readonly Instance[]) => list.map(({ mask }) => mask);
const history = async () => (await ask('history.list', {})).edits;

describe('labels from a run', () => {
  it('are its particles in every frame, as one edit, not reviewed', async () => {
    const key = await freshSet('all');
    const before = (await history()).length;
    await ask('labels.review', { setId: key.setId, frames: [key], reviewed: true });
    const asked = { setId: key.setId, runId, frames: null, classId: 1, mode: 'replace' as const };
    const result = await made.program.done(ask('labels.fromRun', asked));
    const { sets } = await ask('labels.sets', {});
    const found = await runInstances(key);
    expect(result).toEqual({ frames: 4, instances: sets.find((s) => s.id === key.setId)?.instances });
    expect(masks(await particlesOf(key))).toEqual(masks(found));
    expect(await particlesOf(key)).toMatchObject(found.map((_, i) => ({ id: i + 1, classId: 1, reviewed: false })));
    expect((await ask('labels.frame', key)).reviewed).toBe(false);
    // Frames of one image number their particles apart.
    const second = { ...key, imageId: made.imageIds[1] };
    const [a, b] = [await particlesOf(second), await particlesOf({ ...second, frame: 1 })];
    expect(new Set([...a, ...b].map((p) => p.id)).size).toBe(a.length + b.length);
    expect((await history()).length).toBe(before + 2);
    expect(await ask('history.undo', {})).toMatchObject({ title: 'Take in 9 particles of Disks' });
    expect(await particlesOf(key)).toEqual([]);
    expect((await ask('labels.frame', key)).reviewed).toBe(true);
  });

  it('can be added to what is there, without what is labelled already', async () => {
    const key = await freshSet('add');
    const [first, ...rest] = await runInstances(key);
    const mine = disk(1, 100, 100, 9);
    await change(key, { changed: [mine, { ...first, id: 2, classId: 1, reviewed: true }] });
    await made.program.done(ask('labels.fromRun', { setId: key.setId, runId, frames: [key], classId: 1, mode: 'add' }));
    expect(masks(await particlesOf(key))).toEqual(masks([mine, first, ...rest]));
  });

  it('are refused for frames, runs and classes that are not there', async () => {
    const key = await freshSet('refused');
    const asked = { setId: key.setId, runId, frames: [key], classId: 1, mode: 'add' as const };
    const refused: [CallInput<'labels.fromRun'>, string][] = [
      [{ ...asked, setId: 999 }, 'not-found'],
      [{ ...asked, runId: 999 }, 'not-found'],
      [{ ...asked, classId: 9 }, 'invalid-input'],
      [{ ...asked, frames: [{ imageId: key.imageId, frame: 5 }] }, 'not-found'],
    ];
    for (const [strange, tag] of refused)
      await expect(ask('labels.fromRun', strange)).rejects.toMatchObject({ info: { tag } });
    await expect(ask('labels.adopt', { ...key, runId, ids: [99], classId: 1 })).rejects.toMatchObject({
      info: { tag: 'not-found' },
    });
  });

  it('can be taken in one by one', async () => {
    const key = await freshSet('one');
    const found = await runInstances(key);
    expect(await ask('labels.adopt', { ...key, runId, ids: [2], classId: 2 })).toEqual({ version: 1, ids: [1] });
    expect(await particlesOf(key)).toMatchObject([{ mask: found[1].mask, classId: 2, reviewed: true }]);
  });

  it('change nothing when the job is stopped', async () => {
    const key = await freshSet('stopped');
    made.program.tasks.before = (name) => {
      if (name === 'labels-from-run')
        for (const job of made.program.ports.jobs.list()) made.program.ports.jobs.stop(job.id);
    };
    const job = await ask('labels.fromRun', { setId: key.setId, runId, frames: null, classId: 1, mode: 'replace' });
    expect(await made.program.ports.jobs.finished(job.id)).toMatchObject({ state: 'stopped' });
    made.program.tasks.before = () => undefined;
    expect((await ask('labels.frames', { setId: key.setId })).frames).toEqual([]);
  });

  it('are worked out again where somebody painted meanwhile', async () => {
    const key = await freshSet('meanwhile');
    const mine = disk(1, 100, 100, 9);
    let painted = false;
    made.program.tasks.before = async (name) => {
      if (name !== 'labels-from-run' || painted) return;
      painted = true;
      await change(key, { changed: [mine] });
    };
    await made.program.done(ask('labels.fromRun', { setId: key.setId, runId, frames: [key], classId: 1, mode: 'add' }));
    made.program.tasks.before = () => undefined;
    const kept = await particlesOf(key);
    expect(masks(kept)).toEqual(masks([mine, ...(await runInstances(key))]));
    expect(kept.map((p) => p.id)).toEqual(kept.map((_, i) => i + 1));
  });
});

describe('conversion', () => {
  it('gives overlaps to both particles, and draws them again as they were', async () => {
    const key = await freshSet('convert');
    const two = [disk(1, 40, 60, 25), disk(2, 75, 60, 25)];
    await change(key, { changed: two });
    await made.program.done(ask('labels.convert', { setId: key.setId, frames: [key], to: 'classes' }));
    const plane = await classesOf(key);
    expect([plane[60 * 128 + 20], plane[60 * 128 + 57], plane[60 * 128 + 95], plane[0]]).toEqual([1, 2, 1, 3]);
    await ask('labels.clear', { setId: key.setId, frames: [key], what: 'instances' });
    await made.program.done(
      ask('labels.convert', { setId: key.setId, frames: [key], to: 'instances', seedDistance: 8 }),
    );
    const back = await particlesOf(key);
    expect(masks(back)).toEqual(masks(two));
    expect(back.map((p) => p.id)).toEqual([3, 4]);
    await made.program.done(ask('labels.convert', { setId: key.setId, frames: [key], to: 'classes' }));
    expect(await classesOf(key)).toEqual(plane);
  });
});

describe('interpolation', () => {
  it('fills the frames between with shapes and particles that have the same number', async () => {
    micrograph(
      made.data,
      'stack.tif',
      Array.from({ length: 5 }, (_, i) => threeDisks.slice(0, 1 + (i % 3))),
      { shade: 2 },
    );
    await made.program.done(ask('images.import', { paths: [made.data], sampleId: null }));
    const imageId = (await ask('images.list', {})).images.find((image) => image.frames === 5)?.id ?? 0;
    const first = await freshSet('between', imageId);
    const at = (frame: number) => ({ ...first, frame });
    const square = (left: number, top: number): ClassSpan[] =>
      Array.from({ length: 20 }, (_, i) => ({ y: top + i, from: left, to: left + 20, value: 1 }));
    await change(at(0), { changed: [disk(1, 20, 30, 8), disk(2, 100, 100, 5)], classes: square(10, 80) });
    await change(at(4), { changed: [disk(1, 60, 30, 8), { ...disk(9, 20, 110, 5), id: 3 }], classes: square(18, 80) });
    const asked = { setId: first.setId, imageId, from: 4, to: 0, what: 'both' as const };
    const before = (await history()).length;
    expect(await made.program.done(ask('labels.interpolate', asked))).toEqual({ frames: 3 });
    expect((await history()).length).toBe(before + 1);
    for (const frame of [1, 2, 3]) {
      // A disk that moves stays a disk, with its number; the others are in one of the frames only.
      expect(await particlesOf(at(frame))).toEqual([disk(1, 20 + 10 * frame, 30, 8)]);
      const plane = await classesOf(at(frame));
      expect([plane[90 * 128 + 20], plane[90 * 128 + 5], plane[70 * 128 + 20]]).toEqual([1, 0, 0]);
    }
    await ask('history.undo', {});
    expect((await ask('labels.frames', { setId: first.setId })).frames.map((f) => f.frame)).toEqual([0, 4]);
    await expect(ask('labels.interpolate', { ...asked, from: 1, to: 0 })).rejects.toMatchObject({
      info: { tag: 'invalid-input' },
    });
    await expect(ask('labels.interpolate', { ...asked, to: 5 })).rejects.toMatchObject({ info: { tag: 'not-found' } });
  });
});

describe('copies', () => {
  it('keep the numbers of particles, and are refused on another size', async () => {
    const key = await freshSet('copy', made.imageIds[1]);
    const particle = disk(1, 30, 30, 6);
    await change(key, { changed: [particle], classes: stroke({ x: 5, y: 5 }, { x: 60, y: 9 }, 4, 3, size) });
    const to = { imageId: key.imageId, frame: 1 };
    await ask('labels.copy', { setId: key.setId, from: key, to: [to], what: 'both' });
    expect(await particlesOf({ ...key, ...to })).toEqual([particle]);
    expect(await classesOf({ ...key, ...to })).toEqual(await classesOf(key));
    await ask('labels.clear', { setId: key.setId, frames: [key, to], what: 'both' });
    expect((await ask('labels.frames', { setId: key.setId })).frames).toEqual([]);
    await ask('history.undo', {});
    expect((await ask('labels.frames', { setId: key.setId })).frames).toHaveLength(2);
  });
});

describe('versions', () => {
  it('name equal labels alike, keep them once, and bring them back', async () => {
    const key = await freshSet('versions');
    await change(key, { changed: [disk(1, 30, 30, 6)] });
    const frames = [{ imageId: key.imageId, frame: key.frame }];
    const { sha256 } = await ask('labels.keepVersion', { setId: key.setId, frames, title: 'First' });
    const before = await particlesOf(key);
    await change(key, { removed: [1], classes: [{ y: 0, from: 0, to: 5, value: 3 }] });
    const used = await useLabels(made.program.ports, made.program.labels, [key], 'Training 1');
    await ask('history.undo', {});
    expect(await useLabels(made.program.ports, made.program.labels, [key], 'First')).toEqual([
      { ...key, sha256: sha256[0] },
    ]);
    expect(used[0].sha256).not.toBe(sha256[0]);
    // The name is the SHA-256 of the content that comes back under it.
    const content = await made.program.labels.reads.labelContent(used[0].sha256);
    expect(createHash('sha256').update(content).digest('hex')).toBe(used[0].sha256);
    expect(decodeContent(content)).toMatchObject({
      width: 128,
      height: 128,
      classes: [{ id: 1 }, { id: 2 }, { id: 3 }],
    });
    await expect(made.program.labels.reads.labelContent('0'.repeat(64))).rejects.toMatchObject({
      info: { tag: 'not-found' },
    });
    const { versions } = await ask('labels.versions', key);
    expect(versions.map(({ title, instances, labelledPixels }) => [title, instances, labelledPixels])).toEqual([
      ['Training 1', 0, 5],
      ['First', 1, 0],
    ]);
    await ask('labels.restoreVersion', { versionId: versions[0].id });
    expect(await particlesOf(key)).toEqual([]);
    expect((await ask('labels.frame', key)).labelledPixels).toBe(5);
    await ask('labels.restoreVersion', { versionId: versions[1].id });
    expect(await particlesOf(key)).toEqual(before);
    await ask('history.undo', {});
    expect(await particlesOf(key)).toEqual([]);
    // A class that the version needs is gone.
    const classes = classPresets[1].classes.filter((c) => c.id !== 3);
    await ask('labels.updateSet', { id: key.setId, classes });
    await expect(ask('labels.restoreVersion', { versionId: versions[0].id })).rejects.toThrow('Background');
    await expect(ask('labels.restoreVersion', { versionId: 999 })).rejects.toMatchObject({
      info: { tag: 'not-found' },
    });
  });
});

describe('sums', () => {
  it('are those of the pixels and particles', async () => {
    const key = await freshSet('stats');
    const two = [disk(1, 40, 60, 10), disk(2, 50, 60, 10)];
    await change(key, { changed: two, classes: [{ y: 1, from: 3, to: 13, value: 3 }] });
    await ask('labels.review', { setId: key.setId, frames: [key], reviewed: true });
    expect(await ask('labels.stats', { setId: key.setId })).toMatchObject({
      frames: 1,
      reviewed: 1,
      pixels: 128 * 128,
      unlabelledPixels: 128 * 128 - 10,
      overlappingInstances: 2,
      classes: [
        { classId: 1, name: 'Particle', pixels: 0, instances: 2, meanArea: (two[0].area + two[1].area) / 2 },
        { classId: 2, pixels: 0, instances: 0, meanArea: null },
        { classId: 3, pixels: 10, instances: 0 },
      ],
    });
  });
});
