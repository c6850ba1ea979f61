import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LabelMap } from '../domain/plane.ts';
import { instancesToLabels, labelsToInstances, renumbered, withoutBorder } from './label.ts';

const labelMap = fc
  .record({ width: fc.integer({ min: 1, max: 24 }), height: fc.integer({ min: 1, max: 24 }) })
  .chain(({ width, height }) =>
    fc
      .array(fc.integer({ min: 0, max: 5 }), { minLength: width * height, maxLength: width * height })
      .map((values): LabelMap => ({ width, height, count: 5, data: Int32Array.from(values) })),
  );

describe('labels to instances', () => {
  it('loses nothing on the way there and back', () => {
    fc.assert(
      fc.property(labelMap, (labels) => {
        const back = instancesToLabels(labelsToInstances(labels), labels.width, labels.height);
        expect(back.data).toEqual(labels.data);
      }),
    );
  });

  it('gives shared pixels to all their owners', () => {
    const data = Int32Array.from([0, 0, 0, 0, 0, 0, 1, 1, 2, 0, 0, 1, 2, 2, 0, 0, 0, 0, 0, 0]);
    const shared = { pixels: Int32Array.of(7, 12, 12), labels: Int32Array.of(2, 1, 1) };
    const [one, two] = labelsToInstances({ width: 5, height: 4, count: 2, data, shared });
    expect(one).toEqual({
      id: 1,
      area: 4,
      atBorder: false,
      mask: { x: 1, y: 1, width: 2, height: 2, runs: Uint32Array.of(0, 2, 2, 2) },
    });
    expect(two).toMatchObject({ area: 4, mask: { x: 2, y: 1, runs: Uint32Array.of(0, 2, 2, 2) } });
  });

  it('gives each label its area, its tight box and its border flag', () => {
    fc.assert(
      fc.property(labelMap, (labels) => {
        const { width, height, data } = labels;
        for (const { id, mask, area, atBorder } of labelsToInstances(labels)) {
          const at = [...data.keys()].filter((i) => data[i] === id);
          const xs = at.map((i) => i % width);
          const ys = at.map((i) => Math.floor(i / width));
          expect(area).toBe(at.length);
          expect([mask.x, mask.y]).toEqual([Math.min(...xs), Math.min(...ys)]);
          expect([mask.width, mask.height]).toEqual([Math.max(...xs) - mask.x + 1, Math.max(...ys) - mask.y + 1]);
          const edge = at.some((_, k) => xs[k] === 0 || ys[k] === 0 || xs[k] === width - 1 || ys[k] === height - 1);
          expect(atBorder).toBe(edge);
        }
      }),
    );
  });

  it('makes runs as long as they can be, in order, that never cross a row end', () => {
    fc.assert(
      fc.property(labelMap, (labels) => {
        for (const { mask } of labelsToInstances(labels)) {
          let end = -1;
          for (let r = 0; r < mask.runs.length; r += 2) {
            const start = mask.runs[r];
            const stop = start + mask.runs[r + 1];
            expect(start % mask.width === 0 ? start >= end : start > end).toBe(true);
            expect(Math.floor(start / mask.width)).toBe(Math.floor((stop - 1) / mask.width));
            end = stop;
          }
        }
      }),
    );
  });

  it('keeps the labels as ids in ascending order and closes gaps on request', () => {
    const labels = { width: 3, height: 1, count: 9, data: Int32Array.of(9, 0, 4) };
    const instances = labelsToInstances(labels);
    expect(instances.map((i) => i.id)).toEqual([4, 9]);
    expect(renumbered(instances).map((i) => [i.id, i.mask.x])).toEqual([
      [1, 2],
      [2, 0],
    ]);
  });

  it('refuses a label over the count', () => {
    expect(() => labelsToInstances({ width: 2, height: 1, count: 1, data: Int32Array.of(1, 2) })).toThrow(
      /also holds 2/,
    );
    expect(() => labelsToInstances({ width: 2, height: 1, count: 1, data: Int32Array.of(1, -3) })).toThrow(/-3/);
  });

  it('has nothing to give for an empty map', () => {
    expect(labelsToInstances({ width: 4, height: 2, count: 0, data: new Int32Array(8) })).toEqual([]);
  });

  it('drops what touches the border', () => {
    const data = new Int32Array(25);
    data[12] = 1;
    data[3] = 2;
    const inner = withoutBorder(labelsToInstances({ width: 5, height: 5, count: 2, data }));
    expect(inner.map((i) => i.id)).toEqual([1]);
  });
});
