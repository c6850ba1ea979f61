import { describe, expect, it } from 'vitest';
import { Failure } from '../../app/domain/failure.ts';
import type { Instance } from '../../app/domain/instance.ts';
import { encodeInstances } from '../../app/domain/instance-codec.ts';
import { encodeLabelled } from '../../app/domain/labels/labelled-instance.ts';
import { tilesOfPlane } from '../../app/domain/labels/tiled-plane.ts';
import { quietWork } from '../../app/ports/work.ts';
import { bytesHandler, safeName } from './bytes.ts';
import type { BytesPorts } from './route.ts';

const square: Instance = {
  id: 1,
  area: 4,
  atBorder: false,
  mask: { x: 1, y: 1, width: 2, height: 2, runs: Uint32Array.of(0, 2, 2, 2) },
};

/** The routes over a project of one 4 x 4 frame, with tasks that run here. */
function routes() {
  const written = new Map<string, Uint8Array>();
  const ports = {
    reader: {
      projectPath: () => '/gold.morpho',
      image: async (id: number) => {
        if (id !== 1) throw new Failure('not-found', `There is no image ${id}.`, 'Reload.');
        return {
          path: '/a.tif',
          imageIndex: 0,
          width: 4,
          height: 4,
          frames: 1,
          elementType: 'uint8',
          sha256: 'x',
          pixelSize: 2,
        };
      },
      instances: async () => ({ width: 4, height: 4, bytes: encodeInstances([square]) }),
      column: async () => Float64Array.of(1.5, 2.5),
      flags: async () => Uint8Array.of(0, 1),
      preview: () => null,
    },
    labels: {
      reads: {
        labels: async () => ({
          width: 4,
          height: 4,
          tiles: tilesOfPlane(new Uint8Array(16).fill(2), 4, 4),
          particles: encodeLabelled([{ ...square, classId: 1, reviewed: true }]),
        }),
      },
    },
    tasks: {
      run: async (task: { run: (input: unknown, environment: unknown) => unknown }, input: unknown) =>
        task.run(input, {
          open: () => {
            throw new Failure('unreadable', 'a.tif cannot be read.', 'Check the disk.');
          },
          work: quietWork,
        }),
    },
    disk: { write: async (path: string, content: Uint8Array) => void written.set(path, content) },
    uploadFolder: '/incoming',
  } as unknown as BytesPorts;
  const handle = bytesHandler(ports);
  const ask = (path: string, method = 'GET', body: Uint8Array | null = null) =>
    handle({ method, path, headers: {}, body, signal: undefined });
  return { ask, written };
}

const text = (body: Uint8Array | null) => new TextDecoder().decode(body ?? new Uint8Array());

describe('the byte routes', () => {
  it('send labels, columns and flags little-endian, never to be cached', async () => {
    const { ask } = routes();
    const labels = await ask('/bytes/labels/1/1/0');
    expect(labels.headers).toMatchObject({ 'x-morphoscope-width': '4', 'cache-control': 'no-store' });
    expect([...new Uint32Array((labels.body ?? new Uint8Array()).slice().buffer)]).toEqual([
      0, 0, 0, 0, 0, 1, 1, 0, 0, 1, 1, 0, 0, 0, 0, 0,
    ]);
    const column = await ask('/bytes/column/1/area');
    expect([...new Float64Array((column.body ?? new Uint8Array()).slice().buffer)]).toEqual([1.5, 2.5]);
    expect([...((await ask('/bytes/flags/1/rejected')).body ?? [])]).toEqual([0, 1]);
  });

  it('send labels made small for their frame', async () => {
    const { ask } = routes();
    const { headers, body } = await ask('/bytes/label-thumbnail/1/1/0/224?v=3');
    expect(headers).toMatchObject({ 'x-morphoscope-width': '4', 'x-morphoscope-height': '4' });
    expect([...(body ?? [])]).toEqual([2, 2, 2, 2, 2, 1, 1, 2, 2, 1, 1, 2, 2, 2, 2, 2]);
  });

  it('answer what goes wrong with a tag and a remedy, never a stack', async () => {
    const { ask } = routes();
    for (const [path, status, tag] of [
      ['/bytes/frame/7/0', 404, 'not-found'],
      ['/bytes/frame/1/0', 500, 'unreadable'],
      ['/bytes/preview/gone', 404, 'not-found'],
      ['/bytes/frame/../../etc/passwd', 404, 'not-found'],
      ['/bytes/nothing', 404, 'not-found'],
    ] as const) {
      const { status: got, body } = await ask(path);
      expect([path, got, JSON.parse(text(body)).tag]).toEqual([path, status, tag]);
      expect(text(body)).not.toMatch(/\n\s+at /);
    }
  });

  it('keep a dropped file under a safe name inside the project', async () => {
    const { ask, written } = routes();
    const { status, body } = await ask(
      `/bytes/upload/${encodeURIComponent('../..\\scan:1.dm4')}`,
      'PUT',
      Uint8Array.of(1, 2),
    );
    expect(status).toBe(200);
    const { path } = JSON.parse(text(body));
    expect(path).toMatch(/^\/gold\.morpho\/incoming\/\w+\/scan_1\.dm4$/);
    expect(written.get(path)).toEqual(Uint8Array.of(1, 2));
    expect((await ask('/bytes/upload/a.tif', 'PUT', new Uint8Array())).status).toBe(400);
  });

  it('makes file names that every system takes', () => {
    expect(safeName('C:\\data\\scan?.tif')).toBe('scan_.tif');
    expect(safeName('../')).toBe('file');
    expect(safeName('.hidden')).toBe('_hidden');
    expect(safeName('x'.repeat(500))).toHaveLength(180);
  });
});
