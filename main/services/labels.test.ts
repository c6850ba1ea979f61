import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bytesPath, LabelEditReply } from '../../app/contract/bytes.ts';
import type { LabelFrameRef } from '../../app/contract/nouns.ts';
import { unpackTiles } from '../../app/domain/labels/class-tiles.ts';
import { classPresets } from '../../app/domain/labels/label-class.ts';
import { type ClassSpan, encodeLabelEdit } from '../../app/domain/labels/label-edit.ts';
import { decodeLabelled } from '../../app/domain/labels/labelled-instance.ts';
import { ellipse } from '../storage/fixtures/labels.ts';
import { bytesHandler } from './bytes.ts';
import { type DiskProject, diskProject } from './fixtures/disk-project.ts';

const size = { width: 128, height: 128 };
let made: DiskProject;
let handle: ReturnType<typeof bytesHandler>;
beforeAll(async () => {
  made = await diskProject();
  const { reader, labels, trainings, ports, folder: uploadFolder } = made.program;
  handle = bytesHandler({ reader, labels, trainings, tasks: ports.tasks, disk: ports.disk, uploadFolder });
});
afterAll(() => made.program.remove());

async function freshSet(name: string): Promise<LabelFrameRef> {
  const { id } = await made.program.ask('labels.createSet', { name, classes: [...classPresets[1].classes] });
  return { setId: id, imageId: made.imageIds[0], frame: 0 };
}

const get = (path: string) => handle({ method: 'GET', path, headers: {}, body: null, signal: undefined });
async function put(key: LabelFrameRef, base: number, body: Uint8Array, window = 'w1') {
  const reply = await handle({
    method: 'PUT',
    path: bytesPath.labelEdit(key, base, 'Paint Particle', window),
    headers: {},
    body,
    signal: undefined,
  });
  return {
    status: reply.status,
    answer: JSON.parse(new TextDecoder().decode(reply.body ?? new Uint8Array())) as unknown,
  };
}
const spans = (list: readonly ClassSpan[]) => encodeLabelEdit({ classes: list, changed: [], removed: [] });

describe('labels over the byte routes', () => {
  it('take a stroke, tell every window, and give it back', async () => {
    const key = await freshSet('stroke');
    const { told } = made.program;
    told.length = 0;
    const particle = ellipse(1, { x: 20, y: 20, rx: 5, ry: 3 }, size);
    const body = encodeLabelEdit({
      classes: [{ y: 2, from: 3, to: 9, value: 1 }],
      changed: particle === null ? [] : [particle],
      removed: [],
    });
    const { status, answer } = await put(key, 0, body);
    expect(status).toBe(200);
    expect(LabelEditReply.parse(answer)).toMatchObject({ version: 1, nextId: 2 });
    expect(told.find(({ event }) => event === 'labels.changed')?.payload).toEqual({
      ...key,
      version: 1,
      tiles: [0],
      instances: [1],
      window: 'w1',
    });
    const classes = await get(bytesPath.labelClasses(key));
    expect(classes.headers).toMatchObject({
      'x-morphoscope-version': '1',
      'x-morphoscope-width': '128',
      'x-morphoscope-height': '128',
    });
    expect(unpackTiles(classes.body ?? new Uint8Array()).map(({ tile }) => tile)).toEqual([0]);
    const particles = await get(bytesPath.labelInstances(key));
    expect(particles.headers).toMatchObject({ 'x-morphoscope-next-id': '2' });
    expect(decodeLabelled(particles.body ?? new Uint8Array())).toEqual([particle]);
    expect(decodeLabelled((await get(bytesPath.labelInstances(key, [9]))).body ?? new Uint8Array())).toEqual([]);

    expect(await made.program.ask('history.undo', {})).toMatchObject({ title: 'Paint Particle', frame: key });
    const empty = await get(bytesPath.labelClasses(key, [0]));
    expect(unpackTiles(empty.body ?? new Uint8Array())).toEqual([{ tile: 0, bytes: new Uint8Array(0) }]);
    expect(told.findLast(({ event }) => event === 'labels.changed')?.payload).toMatchObject({
      version: 2,
      window: null,
    });
    expect(await made.program.ask('history.redo', {})).toEqual({ title: 'Paint Particle', frame: key, held: null });
    const { edits } = await made.program.ask('history.list', {});
    expect(edits[0]).toMatchObject({ title: 'Paint Particle', frame: key });
    expect(edits[1]).toMatchObject({ title: 'Create label set stroke', frame: null });
    expect(await made.program.ask('history.jump', { editId: edits[1].id })).toEqual({
      title: 'Create label set stroke',
      frame: null,
    });
    expect(await made.program.ask('labels.frame', key)).toMatchObject({ instances: 0, labelledPixels: 0 });
    expect(await made.program.ask('history.jump', { editId: edits[0].id })).toEqual({
      title: 'Paint Particle',
      frame: key,
    });
    expect(await made.program.ask('labels.frame', key)).toMatchObject({ instances: 1, labelledPixels: 6 });
  });

  it('are taken back and made again one by one, and nothing else with them', async () => {
    const ask: DiskProject['program']['ask'] = (...args) => made.program.ask(...args);
    await ask('samples.create', { name: 'Before' });
    const key = await freshSet('steps');
    await put(key, 0, spans([{ y: 1, from: 1, to: 4, value: 1 }]));
    await ask('labels.review', { setId: key.setId, frames: [{ imageId: key.imageId, frame: 0 }], reviewed: true });
    const back = () => ask('history.undo', { within: 'labels' });
    const forth = () => ask('history.redo', { within: 'labels' });
    const titles = [(await back()).title, (await back()).title, (await back()).title];
    expect(titles).toEqual([expect.stringMatching(/reviewed/), 'Paint Particle', 'Create label set steps']);
    expect(await back()).toEqual({ title: null, frame: null, held: 'Create sample Before' });
    const samples = async () => (await ask('samples.list', {})).samples.map(({ name }) => name);
    expect(await samples()).toContain('Before');
    expect(await ask('history.undo', {})).toMatchObject({ title: 'Create sample Before', held: null });
    expect(await samples()).not.toContain('Before');
    expect(await forth()).toEqual({ title: null, frame: null, held: 'Create sample Before' });
    await ask('history.redo', {});
    expect([(await forth()).title, (await forth()).title, (await forth()).title]).toEqual(titles.toReversed());
    expect(await ask('labels.frame', key)).toMatchObject({ reviewed: true, labelledPixels: 3 });
  });

  it('refuse a stroke on labels that changed meanwhile, and change nothing', async () => {
    const key = await freshSet('stale');
    await put(key, 0, spans([{ y: 2, from: 3, to: 9, value: 1 }]));
    const { status, answer } = await put(key, 0, spans([{ y: 3, from: 3, to: 9, value: 1 }]));
    expect([status, answer]).toMatchObject([409, { tag: 'stale' }]);
    expect(await made.program.ask('labels.frame', key)).toMatchObject({ version: 1, labelledPixels: 6 });
  });

  it.each([
    ['below the image', [{ y: 128, from: 3, to: 9, value: 1 }], 400],
    ['right of the image', [{ y: 1, from: 120, to: 129, value: 1 }], 400],
    ['of an unknown class', [{ y: 1, from: 3, to: 9, value: 9 }], 400],
    ['empty', [{ y: 1, from: 3, to: 3, value: 1 }], 400],
  ])('refuse a stroke that is %s', async (_, list, wanted) => {
    const key = await freshSet(`refused ${JSON.stringify(list)}`);
    const { status, answer } = await put(key, 0, spans(list));
    expect([status, answer]).toMatchObject([wanted, { tag: 'invalid-input' }]);
    expect(await made.program.ask('labels.frame', key)).toMatchObject({ version: 0, labelledPixels: 0 });
  });

  it('refuse what the project does not have', async () => {
    const key = await freshSet('unknown');
    const stroke = spans([{ y: 2, from: 3, to: 9, value: 1 }]);
    for (const strange of [{ setId: 999 }, { imageId: 999 }, { frame: 1 }])
      expect(await put({ ...key, ...strange }, 0, stroke)).toMatchObject({ status: 404, answer: { tag: 'not-found' } });
    expect((await get(bytesPath.labelClasses({ ...key, frame: 7 }))).status).toBe(404);
    expect((await get(`${bytesPath.labelClasses(key)}?tiles=a`)).status).toBe(400);
  });
});
