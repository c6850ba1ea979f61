import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  decodeClassTile,
  encodeClassTile,
  packTiles,
  tileBox,
  tileGrid,
} from '../../../app/domain/labels/class-tiles.ts';
import { decodeLabelEdit } from '../../../app/domain/labels/label-edit.ts';
import { encodeLabelled, type LabelledInstance } from '../../../app/domain/labels/labelled-instance.ts';
import type { Spans } from '../../../app/math/raster/spans.ts';
import { windowToken } from '../../client/label-bytes.ts';
import { noticeStore } from '../notices.ts';
import { savingStore } from '../saving.ts';
import { chooseLabelSet, labelStore, selectInstances, setProtect } from './label-store.ts';
import { flushLabels, leaveLabels, noteLabelsChanged, reloadLabels, showLabels } from './shown-labels.ts';

const width = 700;
const height = 520;

/** What the services' byte routes do, on one frame. */
class FakeProject {
  version = 1;
  readonly plane = new Uint8Array(width * height);
  readonly instances = new Map<number, LabelledInstance>();
  readonly asked: string[] = [];

  answer = async (path: string, init?: RequestInit): Promise<Response> => {
    this.asked.push(path.replace(/[?&]window=.*/, ''));
    const url = new URL(path, 'http://host');
    const only = (name: string) => url.searchParams.get(name)?.split(',').filter(Boolean).map(Number) ?? null;
    const headers = { 'x-morphoscope-version': `${this.version}`, 'x-morphoscope-next-id': '100' };
    if (path.startsWith('/bytes/label-classes/')) {
      return new Response(packTiles(this.#tiles(only('tiles'))), {
        headers: { ...headers, 'x-morphoscope-width': `${width}`, 'x-morphoscope-height': `${height}` },
      });
    }
    if (path.startsWith('/bytes/label-instances/')) {
      const ids = only('ids');
      const list = [...this.instances.values()].filter(({ id }) => ids === null || ids.includes(id));
      return new Response(encodeLabelled(list), { headers });
    }
    if (Number(url.searchParams.get('base')) !== this.version) {
      const failure = { tag: 'invalid-input', message: 'The labels changed meanwhile.', remedy: 'Look at them.' };
      return new Response(JSON.stringify(failure), { status: 409, headers: { 'content-type': 'application/json' } });
    }
    const edit = decodeLabelEdit(new Uint8Array(await new Response(init?.body ?? null).arrayBuffer()));
    for (const { y, from, to, value } of edit.classes) this.plane.fill(value, y * width + from, y * width + to);
    for (const instance of edit.changed) this.instances.set(instance.id, instance);
    return new Response(JSON.stringify({ version: ++this.version, editId: 1, nextId: 100 }));
  };

  #tiles(only: number[] | null): { tile: number; bytes: Uint8Array }[] {
    const { columns, rows } = tileGrid(width, height);
    const list = only ?? Array.from({ length: columns * rows }, (_, i) => i);
    return list.flatMap((tile) => {
      const box = tileBox(tile, width, height);
      const pixels = new Uint8Array(box.width * box.height);
      for (let y = 0; y < box.height; y++) {
        const at = (box.y + y) * width + box.x;
        pixels.set(this.plane.subarray(at, at + box.width), y * box.width);
      }
      const bytes = encodeClassTile(pixels);
      if (bytes !== null) decodeClassTile(bytes, new Uint8Array(pixels.length));
      return bytes === null && only === null ? [] : [{ tile, bytes: bytes ?? new Uint8Array(0) }];
    });
  }
}

const row = (y: number, from: number, to: number): Spans => ({ rows: Int32Array.of(y, from, to) });
const settled = () => vi.waitFor(() => expect(labelStore.getState().document).not.toBeNull());
const here = { setId: 7, imageId: 3, frame: 2 };

describe('shown labels', () => {
  let project: FakeProject;
  beforeEach(() => {
    project = new FakeProject();
    vi.stubGlobal('fetch', project.answer);
    chooseLabelSet(7, []);
  });
  afterEach(() => {
    leaveLabels();
    vi.unstubAllGlobals();
    noticeStore.setState({ notices: [] });
  });

  async function shown() {
    showLabels({ imageId: 3, frame: 2 });
    await settled();
    return labelStore.getState().document!;
  }

  it('come from the project, and strokes go back to it in order', async () => {
    project.plane.fill(2, 30, 60);
    const document = await shown();
    expect(document.classAt(59, 0)).toBe(2);
    expect(document.ref).toEqual(here);
    setProtect({ mode: 'unlabelled', never: [] });
    for (let y = 0; y < 3; y++) {
      document.begin('Paint');
      document.paintClass(row(y, 20, 40), 1);
      document.end();
    }
    expect(savingStore.getState().pending).toBe(3);
    await flushLabels();
    expect(project.version).toBe(4);
    expect([...project.plane.subarray(18, 32)]).toEqual([0, 0, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 2, 2]);
    await vi.waitFor(() => expect(savingStore.getState().pending).toBe(0));
    expect(project.asked.filter((path) => path.includes('label-edit'))).toEqual(
      [1, 2, 3].map((base) => `/bytes/label-edit/7/3/2?base=${base}&title=Paint`),
    );
  });

  it('follow what others change, reading only that, also when news come close together', async () => {
    const document = await shown();
    const particle = document.instanceFrom(5, row(3, 0, 9), 1)!;
    const settledBefore = labelStore.getState().settled;
    project.asked.length = 0;
    project.plane.fill(4, 0, 10);
    project.version = 2;
    noteLabelsChanged({ ...here, version: 2, tiles: [0], instances: [], window: null });
    project.plane.fill(4, 600, 610);
    project.instances.set(5, particle);
    project.version = 3;
    noteLabelsChanged({ ...here, version: 3, tiles: [1], instances: [5], window: null });
    await vi.waitFor(() => expect(document.instances.has(5)).toBe(true));
    expect(document.classAt(9, 0)).toBe(4);
    expect(document.classAt(609, 0)).toBe(4);
    expect(labelStore.getState().settled).toBeGreaterThan(settledBefore);
    expect(project.asked.every((path) => path.includes('tiles=') || path.includes('ids='))).toBe(true);
    expect(labelStore.getState().document).toBe(document);
    // and goes on upon the new version
    document.begin('Paint');
    document.paintClass(row(9, 0, 5), 1);
    document.end();
    await flushLabels();
    expect(project.version).toBe(4);
  });

  it('are read anew when news were missed', async () => {
    const document = await shown();
    project.plane.fill(4, 0, 10);
    project.version = 5;
    noteLabelsChanged({ ...here, version: 5, tiles: [1], instances: [], window: null });
    await vi.waitFor(() => expect(labelStore.getState().document?.classAt(9, 0)).toBe(4));
    expect(labelStore.getState().document).not.toBe(document);
  });

  it('say so and show what the project has when a stroke is refused', async () => {
    const document = await shown();
    project.plane.fill(4, 0, 10);
    project.version = 2;
    document.begin('Paint');
    document.paintClass(row(0, 0, 20), 1);
    document.end();
    await vi.waitFor(() => expect(labelStore.getState().document?.classAt(9, 0)).toBe(4));
    expect(noticeStore.getState().notices.map(({ text }) => text)).toEqual([
      'Your last change was not stored: The labels changed meanwhile.',
    ]);
    expect(labelStore.getState().document?.classAt(15, 0)).toBe(0);
  });

  it('do not read their own edits back', async () => {
    const document = await shown();
    document.begin('Paint');
    document.paintClass(row(0, 0, 20), 1);
    document.end();
    await flushLabels();
    project.asked.length = 0;
    noteLabelsChanged({ ...here, version: 2, tiles: [0], instances: [], window: windowToken });
    await new Promise((resolve) => setTimeout(resolve, 5));
    expect(project.asked).toEqual([]);
  });

  it('keep the selection over a reload as far as it is there', async () => {
    const document = await shown();
    project.instances.set(5, document.instanceFrom(5, row(3, 0, 9), 1)!);
    reloadLabels();
    await vi.waitFor(() => expect(labelStore.getState().document?.instances.has(5)).toBe(true));
    selectInstances([5, 6], 'add');
    selectInstances([6, 8], 'toggle');
    expect(labelStore.getState().selected).toEqual([5, 8]);
    const before = labelStore.getState().document;
    reloadLabels();
    await vi.waitFor(() => expect(labelStore.getState().document).not.toBe(before));
    expect(labelStore.getState().selected).toEqual([5]);
  });
});
