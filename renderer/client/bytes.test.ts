import { afterEach, describe, expect, it, vi } from 'vitest';
import { Failure } from '../../app/domain/failure.ts';
import { fetchColumn, fetchFrame, fetchLabels, forgetBytes, forgetRun, upload } from './bytes.ts';
import { createLru } from './lru.ts';

function serve(answer: (path: string, init?: RequestInit) => Response | Promise<Response>) {
  const asked: string[] = [];
  vi.stubGlobal('fetch', async (path: string, init?: RequestInit) => {
    asked.push(path);
    return answer(path, init);
  });
  return asked;
}

const frameHeaders = { 'x-morphoscope-type': 'uint16', 'x-morphoscope-width': '3', 'x-morphoscope-height': '2' };

afterEach(() => {
  vi.unstubAllGlobals();
  forgetBytes();
});

describe('fetchFrame', () => {
  it('reads pixels with their shape and keeps them', async () => {
    const asked = serve(() => new Response(new Uint8Array(12).fill(7), { headers: frameHeaders }));
    const frame = await fetchFrame(4, 2);
    expect(frame).toMatchObject({ type: 'uint16', width: 3, height: 2 });
    expect([...frame.bytes]).toEqual(Array.from({ length: 12 }, () => 7));
    expect(await fetchFrame(4, 2)).toBe(frame);
    expect(asked).toEqual(['/bytes/frame/4/2']);
  });

  it('reads a large body straight into place', async () => {
    const body = Uint8Array.from({ length: 2 ** 20 }, (_, i) => i % 251);
    serve(() => {
      const stream = new ReadableStream({
        type: 'bytes',
        start: (to) => {
          for (let at = 0; at < body.length; at += 300_000) to.enqueue(body.slice(at, at + 300_000));
          to.close();
        },
      });
      return new Response(stream, {
        headers: {
          'content-length': String(body.length),
          'x-morphoscope-type': 'uint8',
          'x-morphoscope-width': '1024',
          'x-morphoscope-height': '1024',
        },
      });
    });
    const frame = await fetchFrame(1, 0);
    expect(Buffer.compare(frame.bytes, body)).toBe(0);
  });

  it('refuses a body that does not fit its headers, and does not keep it', async () => {
    const asked = serve(() => new Response(new Uint8Array(11), { headers: frameHeaders }));
    await expect(fetchFrame(1, 0)).rejects.toMatchObject({ info: { tag: 'malformed' } });
    await expect(fetchFrame(1, 0)).rejects.toBeInstanceOf(Failure);
    expect(asked).toHaveLength(2);
  });

  it('refuses an unknown element type', async () => {
    serve(() => new Response(new Uint8Array(12), { headers: { ...frameHeaders, 'x-morphoscope-type': 'nibble' } }));
    await expect(fetchFrame(1, 0)).rejects.toMatchObject({ info: { tag: 'malformed' } });
  });

  it('passes on the failure of the services', async () => {
    const info = { tag: 'truncated', message: 'a.dm3 ends early.', remedy: 'Copy it again.' };
    serve(() => Response.json(info, { status: 422 }));
    await expect(fetchFrame(1, 0)).rejects.toMatchObject({ info });
  });

  it('says stopped when the asker aborted', async () => {
    const abort = new AbortController();
    serve((_, init) => {
      abort.abort();
      init?.signal?.throwIfAborted();
      throw new Error('not reached');
    });
    await expect(fetchFrame(1, 0, { signal: abort.signal })).rejects.toMatchObject({ info: { tag: 'stopped' } });
  });
});

describe('columns and runs', () => {
  it('checks the number of rows and reads little-endian doubles', async () => {
    serve(() => new Response(new Float64Array([1.5, Number.NaN, -2]).buffer));
    expect([...(await fetchColumn('/bytes/column/3/area', 3))]).toEqual([1.5, Number.NaN, -2]);
    await expect(fetchColumn('/bytes/column/3/other', 4)).rejects.toMatchObject({ info: { tag: 'malformed' } });
  });

  it('forgets one run and keeps the others', async () => {
    const headers = { 'x-morphoscope-width': '1', 'x-morphoscope-height': '1' };
    const asked = serve(() => new Response(new Uint8Array(4), { headers }));
    await fetchLabels(3, 1, 0);
    await fetchLabels(33, 1, 0);
    forgetRun(3);
    await fetchLabels(3, 1, 0);
    await fetchLabels(33, 1, 0);
    expect(asked).toEqual(['/bytes/labels/3/1/0', '/bytes/labels/33/1/0', '/bytes/labels/3/1/0']);
  });
});

describe('upload', () => {
  it('puts the content under its encoded name', async () => {
    const asked = serve((_, init) => Response.json({ path: `/tmp/${init?.method}` }));
    expect(await upload('a b#1.dm3', new Blob(['x']))).toBe('/tmp/PUT');
    expect(asked).toEqual(['/bytes/upload/a%20b%231.dm3']);
  });
});

describe('lru', () => {
  it('lets go of what was used longest ago, by size', () => {
    const cache = createLru<string>(10, (text) => text.length);
    cache.set('a', 'aaaa');
    cache.set('b', 'bbbb');
    expect(cache.get('a')).toBe('aaaa');
    cache.set('c', 'cccc');
    expect(cache.get('b')).toBeUndefined();
    expect(cache.get('a')).toBe('aaaa');
    cache.set('d', 'ddddddddddd');
    expect(cache.get('d')).toBeUndefined();
    cache.set('a', 'a');
    expect(cache.used).toBe(5);
  });
});
