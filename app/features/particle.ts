import type { Calipers } from '../math/calipers.ts';
import { HoleScratch, holeArea, RowRuns } from '../math/row-runs.ts';
import { ShapeHulls } from './hulls.ts';
import { type IntensitySums, intensitySums } from './intensity-sums.ts';
import { Moments, shapeMoments, weightedMoments } from './moments.ts';
import { borderLength, type PatternMeasures, patternMeasures } from './perimeter-length.ts';
import type { ParticlePixels } from './pixels.ts';

/** Run masks of many instances as flat arrays that all threads see. */
export interface PackedMasks {
  /** x, y, width, height of each. */
  readonly boxes: Int32Array;
  /** Where the runs of each begin in `runs`; one more than instances. */
  readonly starts: Int32Array;
  /** Pairs (start in the box, length), see `RunMask`. */
  readonly runs: Uint32Array;
  /** 1 where the instance touches the image border. */
  readonly border: Uint8Array;
}

/** A value worked out at most once a particle. */
class Kept<T> {
  #serial = -1;
  #value: T;
  readonly #compute: (last: T) => T;

  constructor(initial: T, compute: (last: T) => T) {
    this.#value = initial;
    this.#compute = compute;
  }

  at(serial: number): T {
    if (this.#serial !== serial) {
      this.#value = this.#compute(this.#value);
      this.#serial = serial;
    }
    return this.#value;
  }
}

/**
 * The particle being measured. One object is loaded with one particle after the other; what several measurements need
 * (moments, hulls, perimeter) is worked out when it is first asked for.
 */
export class Particle implements ParticlePixels {
  readonly rows = new RowRuns();
  readonly image: Float32Array;
  readonly imageWidth: number;
  readonly imageHeight: number;
  readonly aspect: number;
  /** Number of pixels. */
  pixels = 0;
  /** Bounding box in image px; right and bottom are the first column and row after it. */
  left = 0;
  right = 0;
  top = 0;
  bottom = 0;
  centreX = 0;
  centreY = 0;
  atBorder = false;
  #serial = 0;
  readonly #holes = new HoleScratch();
  readonly #shape = new Kept(new Moments(), (into) => shapeMoments(this, into));
  readonly #weighted = new Kept(new Moments(), (into) => weightedMoments(this, into));
  readonly #intensity = new Kept<IntensitySums>({ total: 0, min: 0, max: 0 }, (into) => intensitySums(this, into));
  readonly #patterns = new Kept<PatternMeasures>({ crofton: 0, euler: 0 }, (into) =>
    patternMeasures(this.rows, this.aspect, into),
  );
  readonly #hulls = new Kept(new ShapeHulls(), (into) => into.build(this.rows));
  readonly #perimeter = new Kept(0, () => borderLength(this.rows, this.left, this.right, false, this.aspect));
  readonly #feret = new Kept<Calipers>({ max: 0, min: 0, maxX: 0, maxY: 0 }, () => this.hulls.feret(this.aspect));

  /** @param aspect height of a pixel over its width */
  constructor(image: Float32Array, imageWidth: number, imageHeight: number, aspect: number) {
    this.image = image;
    this.imageWidth = imageWidth;
    this.imageHeight = imageHeight;
    this.aspect = aspect;
  }

  /** Makes instance number `index` of `masks` the particle being measured. */
  load(masks: PackedMasks, index: number): void {
    const { boxes, starts, runs, border } = masks;
    const x = boxes[4 * index];
    const y = boxes[4 * index + 1];
    const width = boxes[4 * index + 2];
    const { rows } = this;
    const firstRow = starts[index] < starts[index + 1] ? Math.floor(runs[starts[index]] / width) : 0;
    let row = firstRow;
    let left = Number.MAX_SAFE_INTEGER;
    let right = Number.MIN_SAFE_INTEGER;
    let pixels = 0;
    rows.reset(y + firstRow);
    for (let r = starts[index]; r < starts[index + 1]; r += 2) {
      for (; runs[r] >= (row + 1) * width; row++) rows.endRow();
      const from = x + runs[r] - row * width;
      const to = from + runs[r + 1];
      rows.push(from, to);
      if (from < left) left = from;
      if (to > right) right = to;
      pixels += runs[r + 1];
    }
    if (pixels > 0) rows.endRow();
    this.pixels = pixels;
    this.left = left;
    this.right = right;
    this.top = rows.top;
    this.bottom = rows.top + rows.height;
    this.centreX = (left + right) >> 1;
    this.centreY = rows.top + (rows.height >> 1);
    this.atBorder = border[index] === 1;
    this.#serial++;
  }

  /** Area in columns squared. */
  get area(): number {
    return this.pixels * this.aspect;
  }

  /** Moments of the shape. */
  get shape(): Moments {
    return this.#shape.at(this.#serial);
  }

  /** Moments with the image as weight. */
  get weighted(): Moments {
    return this.#weighted.at(this.#serial);
  }

  get intensity(): IntensitySums {
    return this.#intensity.at(this.#serial);
  }

  get hulls(): ShapeHulls {
    return this.#hulls.at(this.#serial);
  }

  get feret(): Calipers {
    return this.#feret.at(this.#serial);
  }

  get patterns(): PatternMeasures {
    return this.#patterns.at(this.#serial);
  }

  /** Perimeter over border pixels of 4 neighbours, in columns; 0 for one or two pixels. */
  get perimeter(): number {
    return this.#perimeter.at(this.#serial);
  }

  /** Pixels in holes. */
  holePixels(): number {
    return holeArea(this.rows, this.#holes);
  }
}
