import { type Lanes, lanes } from '../math/lanes/lanes.ts';
import { kernel, type Threads } from '../ports/work.ts';

// The exact ball, in reasonable time. The top of the ball under pixel x stands at
//   min over pixels q within the radius of image(q) + c(|x - q|),  c(d) = radius - sqrt(radius^2 - d^2).
// In a micrograph few pixels q decide: the lowest ones around. So the image is cut into tiles, and for each tile of
// targets the pixels that can matter are found by bounds: a pixel that, even from the nearest point of the tile, allows
// no less than what the tile's worst target already has, is left out; so are whole tiles and blocks of tiles by their
// smallest pixel. What is left (about two pixels a tile in noise) is applied to the tile.

/** Tiles along one side of a block. */
const blockTiles = 4;
/** With more candidates than this a square is split into quarters with bounds of their own. */
const fewCandidates = 32;

/** Rows [start, end) of tiles: the smallest pixel of each and its index in the image. */
const tileMinima = kernel(
  'image/ball-tile-minima',
  (
    start: number,
    end: number,
    image: Float32Array,
    width: number,
    height: number,
    tile: number,
    minima: Float32Array,
    places: Int32Array,
  ) => {
    const unit = lanes();
    const across = Math.ceil(width / tile);
    const [lowest, line] = unit.layOut(width, width);
    const { scratch, run } = unit;
    for (let ty = start; ty < end; ty++) {
      const bottom = Math.min(height, (ty + 1) * tile);
      scratch.fill(Number.POSITIVE_INFINITY, lowest, lowest + width);
      for (let y = ty * tile; y < bottom; y++) {
        scratch.set(image.subarray(y * width, (y + 1) * width), line);
        run.rowMinimum(lowest, lowest, line, width);
      }
      for (let tx = 0; tx < across; tx++) {
        const right = Math.min(width, (tx + 1) * tile);
        let x = tx * tile;
        for (let u = x + 1; u < right; u++) if (scratch[lowest + u] < scratch[lowest + x]) x = u;
        const least = scratch[lowest + x];
        let y = ty * tile;
        while (image[y * width + x] !== least) y++;
        minima[ty * across + tx] = least;
        places[ty * across + tx] = y * width + x;
      }
    }
  },
);

/** The blocks within reach of a block, nearest first, as pairs (down, right). */
function blocksAround(reach: number): Int32Array {
  const pairs: [number, number][] = [];
  for (let v = -reach; v <= reach; v++) for (let u = -reach; u <= reach; u++) pairs.push([v, u]);
  pairs.sort((a, b) => a[0] ** 2 + a[1] ** 2 - b[0] ** 2 - b[1] ** 2);
  return Int32Array.from(pairs.flat());
}

/** Distance along one axis from the interval [a0, a1] to [b0, b1]; 0 where they touch. */
function gap(a0: number, a1: number, b0: number, b1: number): number {
  return b0 > a1 ? b0 - a1 : a0 > b1 ? a0 - b1 : 0;
}

/** Pixels that may lower a tile: places and values; a stack, so that parts of a tile keep their own selection. */
class Candidates {
  count = 0;
  places = new Int32Array(256);
  values = new Float32Array(256);
  add(place: number, value: number): void {
    if (this.count === this.places.length) {
      const [places, values] = [this.places, this.values];
      this.places = new Int32Array(2 * places.length);
      this.values = new Float32Array(2 * values.length);
      this.places.set(places);
      this.values.set(values);
    }
    this.places[this.count] = place;
    this.values[this.count++] = value;
  }
}

/**
 * Lowers the square at (x0, y0), `size` px wide and stored at `target`, by the candidates from `first` on. Many
 * candidates are sorted out by the tighter bounds of the square's quarters, down to 4 x 4 pixels.
 */
function lowerByCandidates(
  unit: Lanes,
  candidates: Candidates,
  first: number,
  target: number,
  pitch: number,
  size: number,
  x0: number,
  y0: number,
  width: number,
  radius: number,
  bound: number,
): void {
  const last = candidates.count;
  const square = radius * radius;
  const x1 = x0 + size - 1;
  const y1 = y0 + size - 1;
  const split = size > 4 && last - first > fewCandidates;
  let limit = bound;
  for (let k = first; k < last; k++) {
    const value = candidates.values[k];
    if (value >= limit) continue;
    const place = candidates.places[k];
    const y = Math.floor(place / width);
    const x = place - y * width;
    const dy = gap(y0, y1, y, y);
    const dx = gap(x0, x1, x, x);
    const squared = dx * dx + dy * dy;
    if (squared > square || value + radius - Math.sqrt(square - squared) >= limit) continue;
    if (split) candidates.add(place, value);
    else limit = unit.run.lowerTile(target, pitch, size, x - x0, y - y0, value, radius);
  }
  if (!split) return;
  const half = size / 2;
  for (let v = 0; v < size; v += half) {
    for (let u = 0; u < size; u += half) {
      const part = target + v * pitch + u;
      const most = unit.run.tileMaximum(part, pitch, half);
      lowerByCandidates(unit, candidates, last, part, pitch, half, x0 + u, y0 + v, width, radius, most);
    }
  }
  candidates.count = last;
}

/** Rows [start, end) of tiles: the top of the ball under each of their pixels. */
const ballTiles = kernel(
  'image/ball-tiles',
  (
    start: number,
    end: number,
    image: Float32Array,
    dst: Float32Array,
    width: number,
    height: number,
    radius: number,
    tile: number,
    minima: Float32Array,
    places: Int32Array,
    blockMinima: Float32Array,
  ) => {
    const unit = lanes();
    const across = Math.ceil(width / tile);
    const down = Math.ceil(height / tile);
    const block = tile * blockTiles;
    const blocksAcross = Math.ceil(across / blockTiles);
    const blocksDown = Math.ceil(down / blockTiles);
    const pitch = across * tile;
    const [rows] = unit.layOut(tile * pitch);
    const { scratch, run } = unit;
    const square = radius * radius;
    const rise = (squared: number) =>
      squared > square ? Number.POSITIVE_INFINITY : radius - Math.sqrt(square - squared);
    const around = blocksAround(Math.ceil(radius / block));
    const near = new Int32Array(around.length / 2);
    const candidates = new Candidates();

    for (let ty = start; ty < end; ty++) {
      const y0 = ty * tile;
      const y1 = Math.min(height, y0 + tile) - 1;
      scratch.fill(-3.4e38, rows, rows + tile * pitch);
      for (let y = y0; y <= y1; y++) scratch.set(image.subarray(y * width, (y + 1) * width), rows + (y - y0) * pitch);

      for (let tx = 0; tx < across; tx++) {
        const x0 = tx * tile;
        const x1 = Math.min(width, x0 + tile) - 1;
        const here = rows + x0;
        let bound = run.tileMaximum(here, pitch, tile);

        // The smallest pixel of every tile around, nearest blocks first: the bound becomes tight.
        let kept = 0;
        const [by, bx] = [Math.floor(ty / blockTiles), Math.floor(tx / blockTiles)];
        for (let k = 0; k < around.length; k += 2) {
          const v = by + around[k];
          const u = bx + around[k + 1];
          if (v < 0 || u < 0 || v >= blocksDown || u >= blocksAcross) continue;
          const least = blockMinima[v * blocksAcross + u];
          if (least >= bound) continue;
          const dy = gap(y0, y1, v * block, v * block + block - 1);
          const dx = gap(x0, x1, u * block, u * block + block - 1);
          if (least + rise(dx * dx + dy * dy) >= bound) continue;
          near[kept++] = v * blocksAcross + u;
          const lastRow = Math.min(down, (v + 1) * blockTiles);
          const lastColumn = Math.min(across, (u + 1) * blockTiles);
          for (let b = v * blockTiles; b < lastRow; b++) {
            for (let a = u * blockTiles; a < lastColumn; a++) {
              const value = minima[b * across + a];
              if (value >= bound) continue;
              const place = places[b * across + a];
              const y = Math.floor(place / width);
              const x = place - y * width;
              const ey = gap(y0, y1, y, y);
              const ex = gap(x0, x1, x, x);
              if (value + rise(ex * ex + ey * ey) < bound)
                bound = run.lowerTile(here, pitch, tile, x - x0, y - y0, value, radius);
            }
          }
        }

        // All other pixels that may still matter.
        candidates.count = 0;
        for (let k = 0; k < kept; k++) {
          const v = Math.floor(near[k] / blocksAcross);
          const u = near[k] - v * blocksAcross;
          const lastRow = Math.min(down, (v + 1) * blockTiles);
          const lastColumn = Math.min(across, (u + 1) * blockTiles);
          for (let b = v * blockTiles; b < lastRow; b++) {
            for (let a = u * blockTiles; a < lastColumn; a++) {
              const least = minima[b * across + a];
              if (least >= bound) continue;
              const dy = gap(y0, y1, b * tile, b * tile + tile - 1);
              const dx = gap(x0, x1, a * tile, a * tile + tile - 1);
              const limit = bound - rise(dx * dx + dy * dy);
              if (least >= limit) continue;
              const stopY = Math.min(height, (b + 1) * tile);
              const stopX = Math.min(width, (a + 1) * tile);
              for (let y = b * tile; y < stopY; y++) {
                for (let x = a * tile, i = y * width + x; x < stopX; x++, i++) {
                  const value = image[i];
                  if (value >= limit) continue;
                  const ey = gap(y0, y1, y, y);
                  const ex = gap(x0, x1, x, x);
                  if (value + rise(ex * ex + ey * ey) < bound) candidates.add(i, value);
                }
              }
            }
          }
        }
        lowerByCandidates(unit, candidates, 0, here, pitch, tile, x0, y0, width, radius, bound);
      }
      for (let y = y0; y <= y1; y++) {
        const row = rows + (y - y0) * pitch;
        dst.set(scratch.subarray(row, row + width), y * width);
      }
    }
  },
);

/** Blocks of tiles by their smallest pixel. */
function smallestOfBlocks(minima: Float32Array, across: number, down: number, into: Float32Array): void {
  const blocksAcross = Math.ceil(across / blockTiles);
  into.fill(Number.POSITIVE_INFINITY);
  for (let ty = 0; ty < down; ty++) {
    for (let tx = 0; tx < across; tx++) {
      const b = Math.floor(ty / blockTiles) * blocksAcross + Math.floor(tx / blockTiles);
      into[b] = Math.min(into[b], minima[ty * across + tx]);
    }
  }
}

/** The top of a ball of this radius under each pixel, for balls larger than a few pixels. */
export function ballByTiles(
  image: Float32Array,
  width: number,
  height: number,
  radius: number,
  threads: Threads,
): Float32Array {
  const tile = radius < 40 ? 8 : 16;
  const across = Math.ceil(width / tile);
  const down = Math.ceil(height / tile);
  const minima = threads.allocate('float32', across * down, 'any');
  const places = threads.allocate('int32', across * down, 'any');
  threads.forBands(tileMinima, down, image, width, height, tile, minima, places);
  const blocks = threads.allocate('float32', Math.ceil(across / blockTiles) * Math.ceil(down / blockTiles));
  smallestOfBlocks(minima, across, down, blocks);
  const dst = threads.allocate('float32', width * height, 'any');
  threads.forBands(ballTiles, down, image, dst, width, height, radius, tile, minima, places, blocks);
  threads.release(minima);
  threads.release(places);
  return dst;
}

export const ballKernels = [tileMinima, ballTiles];
