/** Rows in the order of their keys, smallest first, ties by row; a key may get smaller while its row is in. */
export class Heap {
  readonly #keys: Float64Array;
  readonly #rows: Int32Array;
  /** Place of each row, -1 when it is not in. */
  readonly #place: Int32Array;
  #size = 0;

  constructor(keys: Float64Array) {
    this.#keys = keys;
    this.#rows = new Int32Array(keys.length);
    this.#place = new Int32Array(keys.length).fill(-1);
  }

  /** Takes a row in, or moves it to where its smaller key belongs. */
  lower(row: number): void {
    let at = this.#place[row];
    if (at < 0) at = this.#size++;
    while (at > 0) {
      const above = (at - 1) >> 1;
      if (!this.#before(row, this.#rows[above])) break;
      this.#put(this.#rows[above], at);
      at = above;
    }
    this.#put(row, at);
  }

  /** Takes the first row out; -1 when there is none. */
  pop(): number {
    if (this.#size === 0) return -1;
    const first = this.#rows[0];
    this.#place[first] = -1;
    const moved = this.#rows[--this.#size];
    if (this.#size === 0) return first;
    let at = 0;
    for (;;) {
      let below = 2 * at + 1;
      if (below >= this.#size) break;
      if (below + 1 < this.#size && this.#before(this.#rows[below + 1], this.#rows[below])) below++;
      if (!this.#before(this.#rows[below], moved)) break;
      this.#put(this.#rows[below], at);
      at = below;
    }
    this.#put(moved, at);
    return first;
  }

  #before(a: number, b: number): boolean {
    return this.#keys[a] < this.#keys[b] || (this.#keys[a] === this.#keys[b] && a < b);
  }

  #put(row: number, at: number): void {
    this.#rows[at] = row;
    this.#place[row] = at;
  }
}
