import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LabelFrameRef } from '../../app/contract/nouns.ts';
import type { Instance } from '../../app/domain/instance.ts';
import { decodeInstances } from '../../app/domain/instance-codec.ts';
import { classPresets } from '../../app/domain/labels/label-class.ts';
import { encodeLabelEdit } from '../../app/domain/labels/label-edit.ts';
import type { LabelledInstance } from '../../app/domain/labels/labelled-instance.ts';
import { intersectionOverUnion } from '../../app/particles/overlap.ts';
import { ellipse } from '../storage/fixtures/labels.ts';
import { type DiskProject, diskProject, runDisks } from './fixtures/disk-project.ts';

const size = { width: 128, height: 128 };
let made: DiskProject;
let runId: number;
let found: Instance[];
const ask: DiskProject['program']['ask'] = (...args) => made.program.ask(...args);
beforeAll(async () => {
  made = await diskProject();
  runId = await runDisks(made);
  found = decodeInstances((await made.program.labels.reads.instances(runId, made.imageIds[0], 0)).bytes);
});
afterAll(() => made.program.remove());

async function labelled(
  name: string,
  particles: readonly LabelledInstance[],
  frame = { imageId: made.imageIds[0], frame: 0 },
  setId?: number,
) {
  const id = setId ?? (await ask('labels.createSet', { name, classes: [...classPresets[0].classes] })).id;
  const key: LabelFrameRef = { setId: id, ...frame };
  const edit = encodeLabelEdit({ classes: [], changed: particles, removed: [] });
  await made.program.labels.stroke(key, { base: 0, edit }, 'Label', null);
  return key;
}
const asLabel = (instance: Instance, id: number): LabelledInstance => ({
  ...instance,
  id,
  classId: 1,
  reviewed: false,
});
function disk(id: number, x: number, y: number, r: number): LabelledInstance {
  const drawn = ellipse(id, { x, y, rx: r, ry: r }, size);
  if (drawn === null) throw new Error('outside');
  return drawn;
}
const asked = { order: 'disagreement', unit: 'particles', sample: 100, seed: 1 } as const;

describe('the queue by disagreement', () => {
  it('names what only one side has and what differs, with rows, boxes and marks', async () => {
    // The run's first particle smaller, its second left out, its third as it is, and one that the run has not.
    const { mask } = found[0];
    const small = disk(1, mask.x + Math.floor(mask.width / 2), mask.y + Math.floor(mask.height / 2), 4);
    const extra = { ...disk(2, 100, 100, 6), reviewed: true };
    const key = await labelled('disagree', [small, extra, asLabel(found[2], 3)]);
    const queue = await ask('labels.queue', { ...asked, setId: key.setId, runId });
    const iou = intersectionOverUnion(small.mask, mask);
    const box = ({ mask: { x, y, width, height } }: Instance) => ({ x, y, width, height });
    const place = { imageId: key.imageId, frame: 0 };
    expect(queue.items).toEqual([
      {
        ...place,
        kind: 'missing',
        instanceId: null,
        row: 1,
        box: box(found[1]),
        score: 1,
        reason: 'Only the model has it',
        done: false,
      },
      {
        ...place,
        kind: 'extra',
        instanceId: 2,
        row: null,
        box: box(extra),
        score: 1,
        reason: 'Only the labels have it',
        done: true,
      },
      {
        ...place,
        kind: 'shape',
        instanceId: 1,
        row: 0,
        box: box(small),
        score: 1 - iou,
        reason: `IoU ${iou.toFixed(2)} with the model`,
        done: false,
      },
    ]);
    expect([queue.total, queue.done]).toEqual([3, 1]);
    expect(queue.note).toBe('3 of 4 frames of the run have no labelled particles.');
    const { items } = await ask('labels.queue', { ...asked, setId: key.setId, runId, unit: 'frames' });
    expect(items).toMatchObject([
      { kind: 'frame', box: { x: 0, y: 0, ...size }, score: 1 - (1 + iou) / 4, done: false },
    ]);
    expect(items[0].reason).toContain('1 only in the model, 1 only in the labels, 1 of another shape');
    const first = await ask('labels.queue', { ...asked, setId: key.setId, runId, sample: 1 });
    expect([first.items.length, first.total]).toEqual([1, 3]);
  });

  it('follows the filter of the run and what a person rejected', async () => {
    const key = await labelled(
      'rejected',
      found.slice(1).map((p, i) => asLabel(p, i + 1)),
    );
    await ask('particles.reject', { runId, rows: [0] });
    expect((await ask('labels.queue', { ...asked, setId: key.setId, runId })).items).toEqual([]);
    await ask('history.undo', {});
    expect((await ask('labels.queue', { ...asked, setId: key.setId, runId })).items).toMatchObject([
      { kind: 'missing', row: 0 },
    ]);
  });

  it('does not ask again about a place that a person checked, whatever run looks there', async () => {
    const key = await labelled(
      'checked',
      found.slice(1).map((p, i) => asLabel(p, i + 1)),
    );
    const queue = () => ask('labels.queue', { ...asked, setId: key.setId, runId });
    const [{ box }] = (await queue()).items;
    const counted = async () => (await ask('particles.table', { runId })).rows;
    const before = await counted();
    await ask('labels.checkPlace', { ...key, box: { ...box, x: box.x + 1, width: box.width + 2 } });
    expect(await queue()).toMatchObject({ total: 1, done: 1, items: [{ kind: 'missing', row: 0, done: true }] });
    expect(await counted()).toEqual(before);
    const unsure = await ask('labels.queue', { ...asked, order: 'uncertainty', setId: key.setId, runId });
    expect(unsure.items.filter(({ done }) => done).map(({ row }) => row)).toEqual([0]);
    expect(unsure.done).toBe(1);
    await ask('history.undo', { within: 'labels' });
    expect((await queue()).done).toBe(0);
    // far away is another place
    await ask('labels.checkPlace', { ...key, box: { ...box, x: box.x + box.width } });
    expect((await queue()).done).toBe(0);
  });

  it('replaces a labelled particle by that of the model in one edit', async () => {
    const { mask } = found[0];
    const small = disk(1, mask.x + Math.floor(mask.width / 2), mask.y + Math.floor(mask.height / 2), 4);
    const key = await labelled('replaced', [small, ...found.slice(1).map((p, i) => asLabel(p, i + 2))]);
    const queue = () => ask('labels.queue', { ...asked, setId: key.setId, runId });
    expect((await queue()).items).toMatchObject([{ kind: 'shape', instanceId: 1, row: 0 }]);
    const { ids } = await ask('labels.adopt', { ...key, runId, ids: [1], classId: 1, replace: [1] });
    expect(ids).toHaveLength(1);
    expect((await queue()).items).toEqual([]);
    expect((await ask('history.list', {})).edits[0].title).toMatch(/^Replace 1 particle by 1 particle of /);
    await ask('history.undo', {});
    expect((await queue()).items).toMatchObject([{ kind: 'shape', instanceId: 1 }]);
  });

  it('needs a run', async () => {
    const { setId } = await labelled('no run', []);
    for (const order of ['disagreement', 'uncertainty'] as const)
      await expect(ask('labels.queue', { ...asked, order, setId, runId: null })).rejects.toMatchObject({
        info: { tag: 'wrong-usage' },
      });
    await expect(ask('labels.queue', { ...asked, setId, runId: 99 })).rejects.toMatchObject({
      info: { tag: 'not-found' },
    });
    await expect(ask('labels.queue', { ...asked, setId: 99, runId })).rejects.toMatchObject({
      info: { tag: 'not-found' },
    });
  });
});

describe('the queue by uncertainty', () => {
  it('falls back to what lies far from the rest of the run, and says so', async () => {
    const { setId } = await labelled('unsure', [asLabel(found[0], 1)]);
    const queue = await ask('labels.queue', { ...asked, order: 'uncertainty', setId, runId });
    expect(queue.note).toContain('does not say how sure');
    expect(queue.total).toBe(9);
    expect(new Set(queue.items.map((item) => item.row))).toEqual(new Set([0, 1, 2, 3, 4, 5, 6, 7, 8]));
    const scores = queue.items.map((item) => item.score);
    expect(scores).toEqual([...scores].sort((a, b) => b - a));
    expect(queue.items[0].reason).toMatch(/, the run's median is /);
    const frames = await ask('labels.queue', { ...asked, order: 'uncertainty', unit: 'frames', setId, runId });
    expect(frames.items).toHaveLength(4);
    expect(frames.items[0].score).toBe(scores[0]);
    await ask('labels.review', { setId, frames: [frames.items[0]], reviewed: true });
    expect((await ask('labels.queue', { ...asked, order: 'uncertainty', unit: 'frames', setId, runId })).done).toBe(1);
  });
});

describe('the queue by uncertainty of a run that says how sure it was', () => {
  it('puts first what the run was least sure of', async () => {
    const steps = [{ step: 'particle-contours', params: { minArea: 30, caution: 0.1 }, enabled: true }];
    const recipe = { id: 'own', title: 'Own', help: '', steps };
    const started = ask('runs.start', { recipe, imageIds: [...made.imageIds], frames: 'all' });
    const sureRun = Number((await made.program.done(started))['runId']);
    const { columns } = await made.program.labels.reads.table(sureRun);
    expect(columns.find(({ id }) => id === 'uncertainty')).toMatchObject({ unit: '', title: 'Uncertainty' });
    const values = await made.program.labels.reads.column(sureRun, 'uncertainty');
    const { setId } = await labelled('unsure of some', [asLabel(found[0], 1)]);
    const queue = await ask('labels.queue', { ...asked, order: 'uncertainty', setId, runId: sureRun });
    expect(queue.note).toBe('');
    expect(queue.items.length).toBeGreaterThan(0);
    expect(queue.items.map((item) => item.score)).toEqual([...values].sort((a, b) => b - a));
    expect(queue.items[0].reason).toMatch(/^The run was \d+ % sure$/);
  });
});

describe('the control sample', () => {
  it('is the same for the same seed, drawn from everything labelled', async () => {
    const key = await labelled(
      'control',
      Array.from({ length: 20 }, (_, i) => disk(i + 1, 6 * i + 4, 50, 2)),
    );
    await labelled('control', [disk(1, 9, 9, 3)], { imageId: made.imageIds[1], frame: 1 }, key.setId);
    const sample = (seed: number, count = 8) =>
      ask('labels.queue', { ...asked, order: 'control', setId: key.setId, runId: null, sample: count, seed });
    const one = await sample(1);
    expect(one.items).toHaveLength(8);
    expect(one.items.every((item) => item.kind === 'control' && item.instanceId !== null)).toBe(true);
    expect(await sample(1)).toEqual(one);
    expect((await sample(2)).items).not.toEqual(one.items);
    const all = await sample(3, 100);
    expect(all.items).toHaveLength(21);
    expect(new Set(all.items.map((item) => `${item.imageId}/${item.instanceId}`)).size).toBe(21);
    await ask('labels.reviewInstances', { ...key, ids: [1, 2, 3], reviewed: true });
    expect((await sample(3, 100)).done).toBe(3);
    await ask('history.undo', {});
    expect((await sample(3, 100)).done).toBe(0);
    const frames = await ask('labels.queue', {
      ...asked,
      order: 'control',
      unit: 'frames',
      setId: key.setId,
      runId: null,
    });
    expect(frames.items).toHaveLength(2);
  });
});
