import { Failure } from '../domain/failure.ts';
import type { FeatureColumn, FeatureTable } from '../domain/feature-table.ts';
import type { Instance } from '../domain/instance.ts';
import type { GreyImage } from '../domain/plane.ts';
import { kernel, oneThread, type Threads, type Work } from '../ports/work.ts';
import { measurements } from './list.ts';
import type { Dimension, Measurement } from './measurement.ts';
import { type PackedMasks, Particle } from './particle.ts';

/** Size of a pixel, nm. */
export interface PixelSize {
  readonly x: number;
  readonly y: number;
}

/** Particles between two looks at the stop signal. */
const batch = 2048;

const plainUnits: Readonly<Record<Dimension, string>> = {
  length: 'px',
  area: 'px²',
  position: 'px',
  angle: '°',
  counts: 'counts',
  number: '',
};
const calibratedUnits: Readonly<Record<Dimension, string>> = { ...plainUnits, length: 'nm', area: 'nm²' };

/** Every column with its place: which measurement fills it, and where in that one's values. */
interface Place {
  readonly column: FeatureColumn;
  readonly measurement: number;
  readonly value: number;
}

function places(units: Readonly<Record<Dimension, string>>): Place[] {
  return measurements.flatMap(({ columns }, measurement) =>
    columns.map(({ dimension, ...column }, value) => ({
      column: { ...column, unit: units[dimension] },
      measurement,
      value,
    })),
  );
}

/** The columns that `measure` fills, in order; lengths in nm when `calibrated`, else in px. */
export function featureColumns(calibrated: boolean): FeatureColumn[] {
  return places(calibrated ? calibratedUnits : plainUnits).map((place) => place.column);
}

/**
 * Measures every instance on `image`, in which they must lie: a row an instance, in their order.
 *
 * With `pixelSize` (nm) lengths are in nm and areas in nm², else in px; positions always in px. Where pixels are not
 * square, moments, hulls, perimeters and diameters are worked out in true proportions; numbers of pixels (extent, Euler
 * number) are not touched by them.
 *
 * Values are those of scikit-image 0.19 `regionprops` where a column names its property. Runs on all threads when the
 * image's pixels are on memory that they share (`work.threads.allocate`), else on this one.
 *
 * @param only ids of the columns wanted, in any order; all when left out. What no wanted column needs is not computed.
 * Throws `Failure`: invalid-input for an unknown id, a pixel size that is not positive, an instance outside the image;
 * stopped.
 */
export function measure(
  instances: readonly Instance[],
  image: GreyImage,
  pixelSize: PixelSize | null,
  work: Work,
  only?: readonly string[],
): FeatureTable {
  if (pixelSize !== null && !(pixelSize.x > 0 && pixelSize.y > 0)) {
    throw new Failure(
      'invalid-input',
      `A pixel size of ${pixelSize.x} x ${pixelSize.y} nm can't be.`,
      'Correct the calibration of the image.',
    );
  }
  const all = places(pixelSize === null ? plainUnits : calibratedUnits);
  const wanted = choose(all, only);
  const rows = instances.length;
  const threads = image.data.buffer instanceof SharedArrayBuffer ? work.threads : oneThread;
  const masks = packMasks(instances, image, threads);
  const table = threads.allocate('float64', wanted.length * rows);
  const selection = threads.allocate('int32', wanted.length);
  wanted.forEach((place, i) => {
    selection[i] = all.indexOf(place);
  });
  const size = pixelSize ?? { x: 1, y: 1 };
  for (let first = 0; first < rows; first += batch) {
    work.check();
    work.progress(first / rows, 'Measuring particles');
    const args = [first, masks.boxes, masks.starts, masks.runs, masks.border] as const;
    const picture = [image.data, image.width, image.height, size.x, size.y] as const;
    threads.forBands(measureKernel, Math.min(batch, rows - first), ...args, ...picture, selection, table, rows);
  }
  // Plain memory for the caller; what was shared serves the next image.
  const values = wanted.map((_, c) => table.slice(c * rows, (c + 1) * rows));
  for (const array of [table, selection, masks.boxes, masks.starts, masks.runs, masks.border]) threads.release(array);
  return { rows, columns: wanted.map((place) => place.column), values };
}

function choose(all: readonly Place[], only: readonly string[] | undefined): readonly Place[] {
  if (only === undefined) return all;
  const known = new Map(all.map((place) => [place.column.id, place]));
  for (const id of only) {
    if (!known.has(id)) {
      throw new Failure(
        'invalid-input',
        `There is no measurement "${id}".`,
        `Use one of: ${[...known.keys()].join(', ')}.`,
      );
    }
  }
  return all.filter((place) => only.includes(place.column.id));
}

/** Instances as flat arrays on memory that all threads see. */
function packMasks(instances: readonly Instance[], image: GreyImage, threads: Threads): PackedMasks {
  let length = 0;
  for (const { mask } of instances) length += mask.runs.length;
  const boxes = threads.allocate('int32', 4 * instances.length);
  const starts = threads.allocate('int32', instances.length + 1);
  const runs = threads.allocate('uint32', length);
  const border = threads.allocate('uint8', instances.length);
  let at = 0;
  for (let i = 0; i < instances.length; i++) {
    const { id, mask, atBorder } = instances[i];
    const { x, y, width, height } = mask;
    if (x < 0 || y < 0 || x + width > image.width || y + height > image.height) {
      throw new Failure(
        'invalid-input',
        `Particle ${id} reaches over the edge of an image of ${image.width} x ${image.height} px.`,
        'Measure particles on the image they were found in.',
      );
    }
    boxes[4 * i] = x;
    boxes[4 * i + 1] = y;
    boxes[4 * i + 2] = width;
    boxes[4 * i + 3] = height;
    starts[i] = at;
    runs.set(mask.runs, at);
    at += mask.runs.length;
    border[i] = atBorder ? 1 : 0;
  }
  starts[instances.length] = at;
  return { boxes, starts, runs, border };
}

/** One measurement and which of its values go to which columns of the table. */
interface Assignment {
  readonly measurement: Measurement;
  readonly values: Float64Array;
  readonly targets: readonly { readonly value: number; readonly column: number; readonly factor: number }[];
}

/** What a kernel call does for each particle. `selection` holds indices into the list of all columns, ascending. */
function assignments(selection: Int32Array, sizeX: number): Assignment[] {
  const factors: Readonly<Record<Dimension, number>> = {
    length: sizeX,
    area: sizeX * sizeX,
    position: 1,
    angle: 1,
    counts: 1,
    number: 1,
  };
  const columnOf = new Map([...selection].map((place, column) => [place, column]));
  let place = 0;
  return measurements
    .map((measurement): Assignment => {
      const targets = measurement.columns.flatMap(({ dimension }, value) => {
        const column = columnOf.get(place++);
        return column === undefined ? [] : [{ value, column, factor: factors[dimension] }];
      });
      return { measurement, values: new Float64Array(measurement.columns.length), targets };
    })
    .filter(({ targets }) => targets.length > 0);
}

/** Measures particles first + start .. first + end - 1; the table is column after column. */
export const measureKernel = kernel(
  'features/measure',
  (
    start: number,
    end: number,
    first: number,
    boxes: Int32Array,
    starts: Int32Array,
    runs: Uint32Array,
    border: Uint8Array,
    image: Float32Array,
    imageWidth: number,
    imageHeight: number,
    sizeX: number,
    sizeY: number,
    selection: Int32Array,
    table: Float64Array,
    rows: number,
  ) => {
    const particle = new Particle(image, imageWidth, imageHeight, sizeY / sizeX);
    const masks: PackedMasks = { boxes, starts, runs, border };
    const plan = assignments(selection, sizeX);
    for (let row = first + start; row < first + end; row++) {
      particle.load(masks, row);
      for (const { measurement, values, targets } of plan) {
        if (particle.pixels === 0) values.fill(Number.NaN);
        else measurement.measure(particle, values);
        for (const { value, column, factor } of targets) table[column * rows + row] = values[value] * factor;
      }
    }
  },
);
