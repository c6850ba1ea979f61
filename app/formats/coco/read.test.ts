import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Failure } from '../../domain/failure.ts';
import { instanceOf, maskOfPlane, paintMask } from '../../domain/run-mask.ts';
import { outlineOf } from '../../particles/outline.ts';
import { memorySource } from '../memory-source.ts';
import reference from './fixtures/polygons.json' with { type: 'json' };
import { cocoJson } from './instances.ts';
import { polygonRunLengths } from './polygon.ts';
import { readCoco } from './read.ts';
import { cocoRunLengths, maskOfRunLengths, runLengthsOfText, runLengthText } from './run-lengths.ts';

const source = (json: unknown) =>
  memorySource('labels.json', new TextEncoder().encode(typeof json === 'string' ? json : JSON.stringify(json)));

/** Pixels that run lengths say, without what follows from zero lengths. */
function columnsOf(counts: readonly number[]): number[] {
  return counts.flatMap((n, i) => Array.from({ length: n }, () => i % 2));
}

const size = { width: 9, height: 7 };
const plane = fc.array(fc.boolean(), { minLength: 63, maxLength: 63 }).map((bits) => Uint8Array.from(bits, Number));

describe("what COCO's own code makes", () => {
  it.each(reference.polygons.map((p, i) => [i, p] as const))(
    'of polygon %i',
    (_, { polygon, width, height, counts }) => {
      expect(columnsOf(polygonRunLengths(polygon, width, height))).toEqual(columnsOf(counts));
    },
  );

  it('of run lengths as text, both ways', () => {
    for (const { counts, text } of [...reference.masks, ...reference.polygons]) {
      expect(runLengthText(counts)).toBe(text);
      expect(runLengthsOfText(text)).toEqual(counts);
    }
  });

  it('of masks', () => {
    for (const { rows, counts } of reference.masks) {
      if (rows === null) continue;
      const [width, height] = [rows[0].length, rows.length];
      const pixels = Uint8Array.from(rows.join(''), Number);
      const mask = maskOfPlane(pixels, { x: 0, y: 0, width, height }, 1)!;
      expect(cocoRunLengths(mask, width, height)).toEqual(counts);
      expect(maskOfRunLengths(counts, width, height)).toEqual(mask);
    }
  });
});

describe('masks come back', () => {
  it('from run lengths and their text', () => {
    fc.assert(
      fc.property(plane, (pixels) => {
        const mask = maskOfPlane(pixels, { x: 0, y: 0, ...size }, 1);
        const counts = mask === null ? [63] : cocoRunLengths(mask, 9, 7);
        expect(maskOfRunLengths(runLengthsOfText(runLengthText(counts))!, 9, 7)).toEqual(mask);
      }),
    );
  });

  it('from files: polygons where there are no holes, run lengths else, classes and overlaps kept', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(plane, fc.nat(1)), { minLength: 1, maxLength: 4 }), (drawn) => {
        const labelled = drawn.flatMap(([pixels, category], i) => {
          const mask = maskOfPlane(pixels, { x: 0, y: 0, ...size }, 1);
          return mask === null ? [] : [{ category, instance: instanceOf(3 * i + 2, mask, 9, 7) }];
        });
        const categories = [
          { id: 4, name: 'Particle', supercategory: 'particle', color: '#56b4e9' },
          { id: 9, name: 'Überlapp', supercategory: 'overlap' },
        ];
        const image = {
          id: 1,
          fileName: 'a.tif',
          ...size,
          instances: labelled.map((l) => l.instance),
          category: labelled.map((l) => l.category),
        };
        const polygons = (mask: Parameters<typeof outlineOf>[0]) => {
          const { outer, holes } = outlineOf(mask);
          return holes.length > 0 ? null : outer;
        };
        const text = [...cocoJson([image], { program: 'M', categories, polygons })].join('');
        const back = readCoco(source(text));
        expect(back.categories).toEqual(categories);
        expect(back.images[0].particles.map(({ particle, categoryId, mask }) => [particle, categoryId, mask])).toEqual(
          labelled.map((l) => [l.instance.id, categories[l.category].id, l.instance.mask]),
        );
      }),
      { numRuns: 60 },
    );
  });
});

describe('files of others', () => {
  const image = { id: 7, file_name: 'sub/b.png', width: 12, height: 10, license: 1 };
  const file = (annotation: object) => ({ images: [image], annotations: [{ id: 5, image_id: 7, ...annotation }] });

  it('have crowds, boxes without outline, several polygons', () => {
    const { images } = readCoco(
      source({
        images: [image],
        annotations: [
          { id: 1, image_id: 7, category_id: 3, iscrowd: 1, segmentation: { counts: [11, 2, 107], size: [10, 12] } },
          { id: 2, image_id: 7, category_id: 3, segmentation: [], bbox: [1, 1, 3, 3] },
          {
            id: 3,
            image_id: 7,
            category_id: 3,
            segmentation: [
              [0, 0, 2, 0, 2, 2, 0, 2],
              [1, 1, 4, 1, 4, 3, 1, 3],
            ],
          },
        ],
      }),
    );
    expect(images[0].empty).toBe(1);
    expect(images[0].particles.map((p) => [p.annotation, p.crowd])).toEqual([
      [1, true],
      [3, false],
    ]);
    const pixels = new Uint8Array(120);
    paintMask(images[0].particles[1].mask, pixels, { x: 0, y: 0, width: 12, height: 10 }, 1);
    expect(pixels.reduce((a, b) => a + b)).toBe(4 + 6 - 1);
  });

  it.each([
    ['no JSON', '{"images": ['],
    ['another JSON', { hello: 1 }],
    ['an image of no size', { images: [{ ...image, width: 0 }], annotations: [] }],
    ['an absurd image', { images: [{ ...image, width: 2 ** 40, height: 2 ** 40 }], annotations: [] }],
    ['two images of one id', { images: [image, image], annotations: [] }],
    ['an image that is missing', { images: [], annotations: [{ id: 1, image_id: 2, segmentation: [] }] }],
    ['run lengths that are too long', file({ segmentation: { counts: [0, 121], size: [10, 12] } })],
    ['run lengths that are negative', file({ segmentation: { counts: [130, -10], size: [10, 12] } })],
    ['run lengths of another size', file({ segmentation: { counts: [0, 120], size: [12, 10] } })],
    ['run lengths in no text', file({ segmentation: { counts: 'zzzzzzzzzzz~', size: [10, 12] } })],
    ['run lengths that are cut', file({ segmentation: { counts: 'Q', size: [10, 12] } })],
    ['an outline of text', file({ segmentation: [['a', 'b', 1, 2, 3, 4]] })],
    ['an outline of five numbers', file({ segmentation: [[1, 2, 3, 4, 5]] })],
    ['an outline far away', file({ segmentation: [[0, 0, 1e12, 0, 5, 5]] })],
  ])('are refused: %s', (_, json) => {
    expect(() => readCoco(source(json))).toThrow(Failure);
  });
});
