import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RunMask } from '../../domain/instance.ts';
import { instanceOf, maskOfPlane, paintMask } from '../../domain/run-mask.ts';
import { cocoJson } from './instances.ts';
import { cocoRunLengths } from './run-lengths.ts';

const size = { width: 7, height: 5 };
const mask = fc
  .array(fc.boolean(), { minLength: 35, maxLength: 35 })
  .map((bits) => maskOfPlane(Uint8Array.from(bits, Number), { x: 0, y: 0, ...size }, 1))
  .filter((found): found is RunMask => found !== null);

interface Coco {
  readonly images: readonly Record<string, unknown>[];
  readonly categories: readonly Record<string, unknown>[];
  readonly annotations: readonly Record<string, unknown>[];
}

describe('run lengths', () => {
  it('go down the columns from the left and begin outside', () => {
    fc.assert(
      fc.property(mask, (m) => {
        const plane = new Uint8Array(35);
        paintMask(m, plane, { x: 0, y: 0, ...size }, 1);
        const counts = cocoRunLengths(m, size.width, size.height);
        const decoded: number[] = [];
        counts.forEach((count, i) => {
          if (i > 0) expect(count).toBeGreaterThan(0);
          for (let k = 0; k < count; k++) decoded.push(i % 2);
        });
        const columns = Array.from({ length: 35 }, (_, i) => plane[(i % 5) * 7 + Math.floor(i / 5)]);
        expect(decoded).toEqual(columns);
      }),
    );
  });

  it('of a full image are none outside and all inside', () => {
    const all = maskOfPlane(new Uint8Array(35).fill(1), { x: 0, y: 0, ...size }, 1)!;
    expect(cocoRunLengths(all, 7, 5)).toEqual([0, 35]);
  });
});

describe('COCO annotations', () => {
  const square = (x: number, y: number) => maskOfPlane(new Uint8Array(4).fill(1), { x, y, width: 2, height: 2 }, 1)!;
  const instances = [square(1, 1), square(2, 2)].map((m, i) => instanceOf(i + 1, m, 7, 5));
  const images = [
    { id: 1, fileName: 'a.tif', ...size, instances },
    { id: 2, fileName: 'b.tif', ...size, instances: instances.slice(0, 1) },
  ];

  it('hold every particle whole, also one under another', () => {
    const coco = JSON.parse([...cocoJson(images, { program: 'Morphoscope 0.1.0' })].join('')) as Coco;
    expect(coco.images).toEqual([
      { id: 1, file_name: 'a.tif', ...size },
      { id: 2, file_name: 'b.tif', ...size },
    ]);
    expect(coco.categories).toEqual([{ id: 1, name: 'particle', supercategory: 'particle' }]);
    expect(
      coco.annotations.map(({ id, image_id, area, bbox, iscrowd }) => [id, image_id, area, bbox, iscrowd]),
    ).toEqual([
      [1, 1, 4, [1, 1, 2, 2], 0],
      [2, 1, 4, [2, 2, 2, 2], 0],
      [3, 2, 4, [1, 1, 2, 2], 0],
    ]);
    expect(coco.annotations[0]['segmentation']).toEqual({ counts: [6, 2, 3, 2, 22], size: [5, 7] });
  });

  it('hold polygons and categories when asked', () => {
    const options = {
      program: 'M',
      categories: ['core', 'patch'].map((name, i) => ({ id: i + 1, name, supercategory: 'particle' })),
      polygons: () => [Int32Array.of(0, 0, 1, 0, 1, 1)],
    };
    const text = [...cocoJson([{ ...images[1], category: [1] }], options)].join('');
    const coco = JSON.parse(text) as Coco;
    expect(coco.annotations[0]['segmentation']).toEqual([[0, 0, 1, 0, 1, 1]]);
    expect(coco.annotations[0]['category_id']).toBe(2);
  });

  it('are valid JSON for no particles', () => {
    const coco = JSON.parse([...cocoJson([{ ...images[0], instances: [] }], { program: 'M' })].join('')) as Coco;
    expect(coco.annotations).toEqual([]);
  });
});
