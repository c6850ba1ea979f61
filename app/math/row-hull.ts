/**
 * The convex hull of lattice points given by the first and last point of each row, each point standing for the four
 * mid-points of its pixel's edges (x +- 1/2, y), (x, y +- 1/2). Exact: vertices are kept as whole numbers, doubled.
 * Reused from shape to shape.
 */
export class RowHull {
  /** Vertices clockwise as displayed (y down), from the top of the right side; coordinates doubled. */
  x = new Float64Array(128);
  y = new Float64Array(128);
  count = 0;
  /** First and last lattice column inside the hull (edges count) of each row 0..rows - 1. */
  first = new Int32Array(64);
  last = new Int32Array(64);
  rows = 0;
  #left = new Chain(-1);
  #right = new Chain(1);

  /**
   * @param first first column of rows 0..rows - 1
   * @param last last column; a row with last < first is empty, the first and the last row must not be
   */
  build(first: Int32Array, last: Int32Array, rows: number): void {
    const left = this.#left;
    const right = this.#right;
    left.clear();
    right.clear();
    for (let row = 0; row < rows; row++) {
      if (last[row] < first[row]) continue;
      const x0 = 2 * first[row];
      const x1 = 2 * last[row];
      const y = 2 * row;
      left.add(x0, y - 1);
      left.add(x0 - 1, y);
      left.add(x0, y + 1);
      right.add(x1, y - 1);
      right.add(x1 + 1, y);
      right.add(x1, y + 1);
    }
    this.#join();
    this.#rasterise(rows);
  }

  /** Number of lattice points in the hull, those on its edges counted. */
  area(): number {
    let area = 0;
    for (let row = 0; row < this.rows; row++) area += this.last[row] - this.first[row] + 1;
    return area;
  }

  /** Perimeter of the polygon when rows are `aspect` as far apart as columns, in columns. */
  perimeter(aspect: number): number {
    let sum = 0;
    for (let i = 0; i < this.count; i++) {
      const j = i + 1 < this.count ? i + 1 : 0;
      sum += Math.hypot(this.x[j] - this.x[i], (this.y[j] - this.y[i]) * aspect);
    }
    return sum / 2;
  }

  #join(): void {
    const left = this.#left;
    const right = this.#right;
    const needed = left.count + right.count;
    if (needed > this.x.length) {
      this.x = new Float64Array(2 * needed);
      this.y = new Float64Array(2 * needed);
    }
    // Down the right side, up the left one: clockwise as displayed. The chains share an end when a tip is one point.
    let n = 0;
    for (let i = 0; i < right.count; i++, n++) {
      this.x[n] = right.x[i];
      this.y[n] = right.y[i];
    }
    for (let i = left.count - 1; i >= 0; i--) {
      const same = (k: number) => left.x[i] === this.x[k] && left.y[i] === this.y[k];
      if (same(n - 1) || same(0)) continue;
      this.x[n] = left.x[i];
      this.y[n] = left.y[i];
      n++;
    }
    this.count = n;
  }

  #rasterise(rows: number): void {
    if (rows > this.first.length) {
      this.first = new Int32Array(2 * rows);
      this.last = new Int32Array(2 * rows);
    }
    this.rows = rows;
    this.#left.crossings(rows, this.first);
    this.#right.crossings(rows, this.last);
  }
}

/** One side of the hull from top to bottom. `outward` is -1 on the left and 1 on the right. */
class Chain {
  x = new Float64Array(64);
  y = new Float64Array(64);
  count = 0;
  readonly #outward: number;

  constructor(outward: number) {
    this.#outward = outward;
  }

  clear(): void {
    this.count = 0;
  }

  /** Adds a point not above the last one and drops the points that it leaves inside. */
  add(x: number, y: number): void {
    const out = this.#outward;
    if (this.count > 0 && this.y[this.count - 1] === y) {
      if ((x - this.x[this.count - 1]) * out <= 0) return;
      this.count--;
    }
    while (this.count > 1) {
      const a = this.count - 2;
      const b = this.count - 1;
      const turn = (this.x[b] - this.x[a]) * (y - this.y[b]) - (this.y[b] - this.y[a]) * (x - this.x[b]);
      if (turn * out > 0) break;
      this.count--;
    }
    if (this.count === this.x.length) {
      this.x = doubled(this.x);
      this.y = doubled(this.y);
    }
    this.x[this.count] = x;
    this.y[this.count] = y;
    this.count++;
  }

  /** The outermost lattice column on or inside the chain in each row. The quotients are exact (see the test). */
  crossings(rows: number, into: Int32Array): void {
    let k = 0;
    for (let row = 0; row < rows; row++) {
      const y = 2 * row;
      while (this.y[k + 1] < y) k++;
      const height = this.y[k + 1] - this.y[k];
      const along = this.x[k] * height + (this.x[k + 1] - this.x[k]) * (y - this.y[k]);
      const column = along / (2 * height);
      into[row] = this.#outward < 0 ? Math.ceil(column) : Math.floor(column);
    }
  }
}

function doubled(array: Float64Array<ArrayBuffer>): Float64Array<ArrayBuffer> {
  const larger = new Float64Array(array.length * 2);
  larger.set(array);
  return larger;
}
