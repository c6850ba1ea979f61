import { describe, expect, it } from 'vitest';
import type { GreyImage } from '../domain/plane.ts';
import { instanceOf, maskOfPlane } from '../domain/run-mask.ts';
import { oneThread, quietWork, type Threads } from '../ports/work.ts';
import { measure } from './measure.ts';

const [width, height] = [300, 200];
const data = Float32Array.from({ length: width * height }, (_, i) => (i * 7919) % 1009);
/** Rectangles and brackets, more than one batch of them. */
const instances = Array.from({ length: 5000 }, (_, i) => {
  const [w, h] = [3 + (i % 11), 3 + (i % 7)];
  const plane = new Uint8Array(w * h).fill(1);
  if (i % 3 === 0) plane[w + 1] = 0;
  const box = { x: (i * 37) % (width - w + 1), y: (i * 53) % (height - h + 1), width: w, height: h };
  return instanceOf(i + 1, maskOfPlane(plane, box, 1)!, width, height);
});

/** Three bands one after the other on memory that threads could share, last band first. */
const bands: Threads = {
  ...oneThread,
  count: 3,
  allocate: (kind, length) => {
    const plain = oneThread.allocate(kind, 0);
    const Kind = plain.constructor as new (buffer: SharedArrayBuffer) => typeof plain;
    return new Kind(new SharedArrayBuffer(length * plain.BYTES_PER_ELEMENT));
  },
  forBands: (kernel, total, ...args) => {
    const third = Math.ceil(total / 3);
    for (let start = 2 * third; start >= 0; start -= third) {
      if (start < total) kernel.run(start, Math.min(total, start + third), ...args);
    }
  },
};

describe('measuring in bands', () => {
  it('gives the same table as in one go, on memory of its own', () => {
    const plain: GreyImage = { width, height, data };
    const shared: GreyImage = { width, height, data: bands.allocate('float32', data.length) };
    shared.data.set(data);
    const one = measure(instances, plain, { x: 0.5, y: 0.7 }, quietWork);
    const many = measure(instances, shared, { x: 0.5, y: 0.7 }, { ...quietWork, threads: bands });
    expect(many.columns).toEqual(one.columns);
    many.values.forEach((values, c) => {
      expect(values.buffer).toBeInstanceOf(ArrayBuffer);
      expect(values).toEqual(one.values[c]);
    });
  });

  it('says how far it is', () => {
    const fractions: number[] = [];
    measure(instances, { width, height, data }, null, { ...quietWork, progress: (f) => fractions.push(f) }, ['area']);
    expect(fractions).toEqual([0, 2048 / 5000, 4096 / 5000]);
  });
});
