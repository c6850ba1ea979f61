import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Instance } from '../domain/instance.ts';
import type { GreyImage } from '../domain/plane.ts';
import { instanceOf, maskOfPlane } from '../domain/run-mask.ts';
import { quietWork } from '../ports/work.ts';
import { featureColumns, measure } from './measure.ts';

interface Reference {
  readonly width: number;
  readonly height: number;
  readonly shapes: readonly {
    readonly name: string;
    readonly runs: readonly (readonly [row: number, from: number, to: number])[];
    readonly values: Readonly<Record<string, number | boolean | null>>;
    readonly stretched: Readonly<Record<string, number>> & { readonly hu: readonly number[] };
  }[];
}

const reference = JSON.parse(
  readFileSync(new URL('./fixtures/regionprops.json', import.meta.url), 'utf8'),
) as Reference;
const { width, height, shapes } = reference;

/** The image of fixtures/regionprops.py. */
const image: GreyImage = {
  width,
  height,
  data: Float32Array.from({ length: width * height }, (_, i) => {
    const x = i % width;
    const y = Math.floor(i / width);
    return 200 + 3 * x + 5 * y + ((x * 7919 + y * 104729 + x * y * 31) % 997);
  }),
};
const frame = { x: 0, y: 0, width, height };

const instances: Instance[] = shapes.map(({ runs }, i) => {
  const plane = new Uint8Array(width * height);
  for (const [row, from, to] of runs) plane.fill(1, row * width + from, row * width + to);
  return instanceOf(i + 1, maskOfPlane(plane, frame, 1)!, width, height);
});
const table = measure(instances, image, null, quietWork);
const value = (id: string, row: number, from = table) => from.values[from.columns.findIndex((c) => c.id === id)][row];

/** Counts and sums of whole numbers, which must be equal to the last bit. */
const exact = new Set([
  'area',
  'area_filled',
  'area_convex',
  'area_bbox',
  'bbox_x',
  'bbox_y',
  'bbox_width',
  'bbox_height',
  'euler_number',
  'extent',
  'solidity',
  'intensity_min',
  'intensity_max',
  'intensity_total',
]);

/**
 * How far a value may be off: relative 1e-9, and for moments, which are small differences of large sums in both
 * programs, 1e-6 or what is left of the sums' last digits.
 */
function tolerance(id: string, truth: number, row: number): number {
  const of = shapes[row].values;
  if (id.startsWith('moments_normalized')) {
    const size = Number(of['moments_normalized_2_0']) + Number(of['moments_normalized_0_2']);
    return 1e-6 * Math.abs(truth) + 1e-13 * Math.max(1, size);
  }
  if (id.includes('_hu_')) {
    // Scale: powers of the first invariant, to which the degree of each in the second moments belongs.
    const degree = [1, 2, 3, 3, 6, 4, 6][Number(id.at(-1))];
    return 1e-6 * Math.abs(truth) + 1e-12 * Math.max(1e-9, Number(of[id.replace(/.$/, '0')]) ** degree);
  }
  if (id === 'axis_minor_length') return 1e-9 * Math.abs(truth) + 2e-7 * Number(of['axis_major_length']);
  if (id.startsWith('inertia')) return 1e-9 * Math.abs(truth) + 1e-13 * Number(of['inertia_tensor_eigvals_0']);
  return 1e-9 * Math.abs(truth);
}

/** Angle between two undirected axes, degrees. */
function turnBetween(a: number, b: number): number {
  const turn = (((a - b) % 180) + 180) % 180;
  return Math.min(turn, 180 - turn);
}

describe('every measurement against scikit-image', () => {
  it.each(shapes.map((shape, row) => [shape.name, row] as const))('%s', (_, row) => {
    const { values } = shapes[row];
    const round = Number(values['inertia_tensor_eigvals_0']) - Number(values['inertia_tensor_eigvals_1']) < 1e-9;
    for (const [id, truth] of Object.entries(values)) {
      if (id === 'feret_unique') continue;
      // A direction exists only where one is longer than the others.
      if (id === 'orientation' && round) continue;
      if (id === 'feret_angle' && values['feret_unique'] !== true) continue;
      const ours = value(id, row);
      if (id === 'orientation') {
        expect(turnBetween(ours, Number(truth)), id).toBeLessThan(1e-7);
        continue;
      }
      if (truth === null) expect(ours, id).toBeNaN();
      else if (exact.has(id)) expect(ours, id).toBe(truth);
      else
        expect(Math.abs(ours - Number(truth)), `${id}: ${ours} for ${truth}`).toBeLessThanOrEqual(
          tolerance(id, Number(truth), row),
        );
    }
  });
});

describe('pixels that are not square', () => {
  const stretched = measure(instances, image, { x: 2, y: 3 }, quietWork);
  it.each(shapes.map((shape, row) => [shape.name, row] as const))('%s', (_, row) => {
    const truth = shapes[row].stretched;
    const near = (id: string, expected: number, slack: number) =>
      expect(Math.abs(value(id, row, stretched) - expected), id).toBeLessThanOrEqual(1e-9 * Math.abs(expected) + slack);
    near('axis_major_length', 2 * truth['axis_major_length'], 0);
    near('axis_minor_length', 2 * truth['axis_minor_length'], 4e-7 * truth['axis_major_length']);
    near('perimeter_convex', 2 * truth['perimeter_convex'], 0);
    near('area', 6 * Number(shapes[row].values['area']), 0);
    near('centroid_y', Number(shapes[row].values['centroid_y']), 0);
    if (truth['axis_major_length'] - truth['axis_minor_length'] > 1e-6) {
      expect(turnBetween(value('orientation', row, stretched), truth['orientation'])).toBeLessThan(1e-7);
    }
    truth.hu.forEach((hu, k) => {
      near(
        `moments_hu_${k}`,
        hu,
        1e-6 * Math.abs(hu) + 1e-12 * Math.max(1e-9, truth.hu[0] ** [1, 2, 3, 3, 6, 4, 6][k]),
      );
    });
  });
});

describe('the disc of ParticleSpy', () => {
  const row = shapes.findIndex((shape) => shape.name === 'disc 80 of radius');
  const disc = measure([instances[row]], image, { x: 1, y: 1 }, quietWork);

  it('has the published area, diameter and circularity at 1 nm a pixel', () => {
    expect(value('area', 0, disc)).toBe(20069);
    expect(value('equivalent_diameter', 0, disc)).toBeCloseTo(159.8519453221949, 10);
    expect(value('circularity', 0, disc)).toBeCloseTo(0.9095832157785668, 8);
    expect([value('centroid_x', 0, disc), value('centroid_y', 0, disc)]).toEqual([100, 100]);
    expect([value('bbox_x', 0, disc), value('bbox_y', 0, disc), value('bbox_width', 0, disc)]).toEqual([21, 21, 159]);
    expect(value('bbox_diagonal', 0, disc)).toBeCloseTo(224.8599564173221, 10);
  });

  it('is smooth: convexity 1, roughness of pixels only, Crofton perimeter within 0.5 % of 2 pi r', () => {
    expect(value('convexity', 0, disc)).toBe(1);
    expect(value('roughness', 0, disc)).toBeLessThan(0.35);
    expect(value('perimeter_crofton', 0, disc) / (2 * Math.PI * 79.9)).toBeCloseTo(1, 2);
    expect(value('feret_diameter_min', 0, disc)).toBe(159);
  });
});

describe('roughness', () => {
  const wavy = (amplitude: number, waves: number): Instance => {
    const plane = new Uint8Array(width * height);
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) {
        const r = Math.hypot(x - 120, y - 110);
        if (r < 80 + amplitude * Math.cos(waves * Math.atan2(y - 110, x - 120))) plane[y * width + x] = 1;
      }
    }
    return instanceOf(1, maskOfPlane(plane, frame, 1)!, width, height);
  };
  const roughness = (instance: Instance, size = { x: 1, y: 1 }) =>
    measure([instance], image, size, quietWork, ['roughness']).values[0][0];

  it('is the r.m.s. of waves above the eighth order and nothing of those below', () => {
    expect(Math.abs(roughness(wavy(4, 20)) - 4 / Math.SQRT2)).toBeLessThan(0.1);
    expect(roughness(wavy(4, 3))).toBeLessThan(0.4);
    expect(roughness(wavy(4, 20), { x: 0.5, y: 0.5 })).toBeCloseTo(roughness(wavy(4, 20)) / 2, 12);
  });

  it('does not exist where the centroid is outside', () => {
    const plane = new Uint8Array(width * height);
    for (let y = 20; y < 60; y++) {
      for (let x = 20; x < 60; x++) if (x < 26 || y < 26 || y >= 54) plane[y * width + x] = 1;
    }
    const bracket = instanceOf(1, maskOfPlane(plane, frame, 1)!, width, height);
    expect(roughness(bracket)).toBeNaN();
  });
});

describe('the table', () => {
  it('is in nm and nm² with a pixel size and in px without, and scales so', () => {
    const nm = measure(instances, image, { x: 0.25, y: 0.25 }, quietWork);
    const unit = (id: string, from = nm) => from.columns.find((c) => c.id === id)?.unit;
    expect([unit('area'), unit('perimeter'), unit('orientation'), unit('centroid_x'), unit('intensity_mean')]).toEqual([
      'nm²',
      'nm',
      '°',
      'px',
      'counts',
    ]);
    expect([unit('area', table), unit('perimeter', table)]).toEqual(['px²', 'px']);
    table.columns.forEach((column, c) => {
      const factor = column.unit === 'px²' ? 0.0625 : column.unit === 'px' && nm.columns[c].unit === 'nm' ? 0.25 : 1;
      table.values[c].forEach((v, row) => {
        expect(nm.values[c][row], column.id).toEqual(v * factor);
      });
    });
  });

  it('has a title, a definition and an id of its own for every column', () => {
    const columns = featureColumns(true);
    expect(new Set(columns.map((c) => c.id)).size).toBe(columns.length);
    for (const { id, title, definition } of columns) {
      expect(id).toMatch(/^[a-z][a-z0-9_]*$/);
      expect(title.length).toBeGreaterThan(2);
      expect(definition).toMatch(/\.$/);
    }
  });

  it('holds only the wanted columns, with the same values', () => {
    const some = measure(instances, image, null, quietWork, ['feret_diameter_min', 'area', 'moments_hu_3']);
    expect(some.columns.map((c) => c.id)).toEqual(['area', 'feret_diameter_min', 'moments_hu_3']);
    some.columns.forEach(({ id }, c) => {
      expect([...some.values[c]]).toEqual(instances.map((_, row) => value(id, row)));
    });
  });

  it('has no rows for no particles, and no numbers for a particle without pixels', () => {
    expect(measure([], image, null, quietWork).rows).toBe(0);
    const empty: Instance = {
      id: 1,
      mask: { x: 3, y: 3, width: 2, height: 2, runs: new Uint32Array(0) },
      area: 0,
      atBorder: false,
    };
    for (const column of measure([empty], image, null, quietWork).values) expect(column[0]).toBeNaN();
  });

  it('refuses an unknown column, an impossible pixel size and a particle outside the image', () => {
    expect(() => measure(instances, image, null, quietWork, ['colour'])).toThrow(/no measurement "colour"/);
    expect(() => measure(instances, image, { x: 0, y: 1 }, quietWork)).toThrow(/can't be/);
    const small = { width: 20, height: 20, data: new Float32Array(400) };
    expect(() => measure(instances, small, null, quietWork)).toThrow(/over the edge/);
  });

  it('looks at the stop signal', () => {
    const stopped = {
      ...quietWork,
      check: () => {
        throw new Error('stopped');
      },
    };
    expect(() => measure(instances, image, null, stopped)).toThrow('stopped');
  });

  it('touches neither image nor masks', () => {
    const before = Float32Array.from(image.data);
    const runs = instances.map(({ mask }) => Uint32Array.from(mask.runs));
    measure(instances, image, null, quietWork);
    expect(image.data).toEqual(before);
    instances.forEach(({ mask }, i) => {
      expect(mask.runs).toEqual(runs[i]);
    });
  });
});
