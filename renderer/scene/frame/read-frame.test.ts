import { afterEach, describe, expect, it, vi } from 'vitest';
import { readGlance } from './read-frame.ts';

afterEach(() => vi.unstubAllGlobals());

const answer = (body: Uint8Array<ArrayBuffer>, headers: Record<string, string>) =>
  vi.stubGlobal('fetch', () => Promise.resolve(new Response(body, { headers })));

describe('a glance', () => {
  it('is a frame of means with the histogram of the sample', async () => {
    const means = Float32Array.of(1.5, 2.5, 3.5, 4.5);
    const sample = Uint16Array.of(1, 2, 2, 60_000);
    const body = new Uint8Array(24);
    body.set(new Uint8Array(means.buffer));
    body.set(new Uint8Array(sample.buffer), 16);
    const name = (key: string) => `x-morphoscope-${key}`;
    answer(body, { [name('type')]: 'uint16', [name('width')]: '2', [name('height')]: '2', [name('factor')]: '4' });
    const { factor, frame } = await readGlance('/bytes/glance/1/0', new AbortController().signal);
    expect([factor, frame.width, frame.height, frame.elementType]).toEqual([4, 2, 2, 'float32']);
    expect([...frame.pixels]).toEqual([1.5, 2.5, 3.5, 4.5]);
    expect(frame.histogram).toMatchObject({ min: 1, max: 60_000, total: 4, whole: true });
    expect(frame.histogram.counts[1]).toBe(2);
  });

  it('says when an answer does not tell what its pixels are', async () => {
    answer(new Uint8Array(8), {});
    await expect(readGlance('/bytes/glance/1/0', new AbortController().signal)).rejects.toThrow(/does not say/);
  });
});
