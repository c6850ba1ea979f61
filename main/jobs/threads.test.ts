import { afterAll, describe, expect, it } from 'vitest';
import { separableFilter } from '../../app/image/gaussian-kernel.ts';
import { kernel, oneThread } from '../../app/ports/work.ts';
import { SharedThreads } from './threads.ts';

const threads = new SharedThreads(3);
afterAll(() => threads.close());

function filtered(using: typeof oneThread): Float32Array {
  const [width, height] = [190, 173];
  const source = using.allocate('float32', width * height);
  for (let i = 0; i < source.length; i++) source[i] = (i * 7919) % 1013;
  const out = using.allocate('float32', source.length);
  using.forBands(separableFilter, height, source, out, width, height, Float32Array.of(0.4, 0.2, 0.1));
  return Float32Array.from(out);
}

describe('a thread group', () => {
  it('computes what one thread computes, again and again', () => {
    const expected = filtered(oneThread);
    for (let round = 0; round < 20; round++) expect(filtered(threads)).toEqual(expected);
  });

  it('allocates on memory that all threads see', () => {
    const array = threads.allocate('uint16', 5);
    expect(array.buffer).toBeInstanceOf(SharedArrayBuffer);
    expect(array).toEqual(new Uint16Array(5));
  });

  it('does nothing for an empty range and passes on a kernel’s error', () => {
    const broken = kernel('broken', () => {
      throw new RangeError('broken');
    });
    expect(() => threads.forBands(broken, 0)).not.toThrow();
    expect(() => oneThread.forBands(broken, 1)).toThrow('broken');
    const silence = console.error;
    console.error = () => undefined;
    expect(() => threads.forBands(broken, 100)).toThrow();
    console.error = silence;
    expect(filtered(threads)).toEqual(filtered(oneThread));
  });
});

describe('memory that was given back', () => {
  it('serves the next array of its size, zeroed, once', () => {
    const using = new SharedThreads(2);
    const first = using.allocate('float32', 50_000);
    first.fill(7);
    using.release(first);
    using.release(first);
    const second = using.allocate('int32', 50_000);
    const third = using.allocate('int32', 50_000);
    expect(second.buffer).toBe(first.buffer);
    expect(third.buffer).not.toBe(first.buffer);
    expect(second.every((v) => v === 0)).toBe(true);
  });
});
