/** Rays of a fingerprint: theta = 1, 2, ... 360 degrees, counted from +x towards +y. */
export const rays = 360;

/** Cosine and sine of whole degrees, exact at the axes. */
const directions = Float64Array.from({ length: 2 * rays }, (_, i) => {
  const degree = i >> 1;
  const quarter = Math.round(degree / 90);
  const rest = ((degree - 90 * quarter) * Math.PI) / 180;
  const [c, s] = [Math.cos(rest), Math.sin(rest)];
  const [cos, sin] = [
    [c, s],
    [-s, c],
    [-c, -s],
    [s, -c],
  ][quarter % 4];
  return (i & 1) === 0 ? cos : sin;
});

const toDegrees = 180 / Math.PI;

/** Lengths inside a closed polygon along rays from a point. One object serves one polygon after the other. */
export class RadialChords {
  /** First crossing of each ray, -1 for none. */
  readonly #head = new Int32Array(rays);
  #next = new Int32Array(1024);
  #radius = new Float64Array(1024);
  #sorted = new Float64Array(64);
  #crossings = 0;

  /**
   * Adds up, for each ray, the stretches that lie inside the polygon `points[from..to)` (x, y in turn) and writes them to
   * `out[at .. at + 360)`: out[at + k] is the ray at k + 1 degrees. Inside is what an odd number of edges parts from outside; the
   * point itself may lie outside. Each edge is met only by the rays that cross it, so the work grows with points plus rays.
   */
  measure(
    points: ArrayLike<number>,
    from: number,
    to: number,
    x: number,
    y: number,
    out: Float64Array,
    at: number,
  ): void {
    this.begin();
    this.add(points, from, to, x, y);
    this.finish(out, at);
  }

  /** Begins a shape of several polygons, such as a ring: `begin`, `add` each, `finish`. */
  begin(): void {
    this.#head.fill(-1);
    this.#crossings = 0;
  }

  add(points: ArrayLike<number>, from: number, to: number, x: number, y: number): void {
    let ax = points[to - 2] - x;
    let ay = points[to - 1] - y;
    let levelA = Math.floor(Math.atan2(ay, ax) * toDegrees);
    for (let i = from; i < to; i += 2) {
      const bx = points[i] - x;
      const by = points[i + 1] - y;
      // Every corner is given to the space between two rays once, so that no ray slips through where edges meet.
      const levelB = Math.floor(Math.atan2(by, bx) * toDegrees);
      if (levelA !== levelB) this.#cross(ax, ay, levelA, bx, by, levelB);
      ax = bx;
      ay = by;
      levelA = levelB;
    }
  }

  finish(out: Float64Array, at: number): void {
    for (let ray = 0; ray < rays; ray++) out[at + ((ray + rays - 1) % rays)] = this.#inside(ray);
  }

  /** Notes where the rays between two corners cross their edge. */
  #cross(ax: number, ay: number, levelA: number, bx: number, by: number, levelB: number): void {
    const cross = ax * by - ay * bx;
    let turn = (((levelB - levelA + 540) % 360) + 360) % 360;
    turn -= 180;
    // An edge that passes close to the point spans nearly half a turn: its side tells the way round.
    if (turn > 178 || turn < -178) turn = cross > 0 ? (turn + 360) % 360 : -((360 - turn) % 360);
    const first = turn > 0 ? levelA + 1 : levelB + 1;
    const last = turn > 0 ? levelA + turn : levelB - turn;
    const ex = bx - ax;
    const ey = by - ay;
    const most = Math.sqrt(Math.max(ax * ax + ay * ay, bx * bx + by * by));
    for (let level = first; level <= last; level++) {
      const ray = (level + 2 * rays) % rays;
      const r = cross / (directions[2 * ray] * ey - directions[2 * ray + 1] * ex);
      this.#note(ray, r >= 0 && r <= most ? r : r < 0 ? 0 : most);
    }
  }

  #note(ray: number, radius: number): void {
    const at = this.#crossings++;
    if (at === this.#next.length) {
      const next = new Int32Array(2 * at);
      const radii = new Float64Array(2 * at);
      next.set(this.#next);
      radii.set(this.#radius);
      this.#next = next;
      this.#radius = radii;
    }
    this.#radius[at] = radius;
    this.#next[at] = this.#head[ray];
    this.#head[ray] = at;
  }

  /** Length inside along one ray: from the farthest crossing inwards every other stretch is inside. */
  #inside(ray: number): number {
    const head = this.#head[ray];
    if (head < 0) return 0;
    if (this.#next[head] < 0) return this.#radius[head];
    let count = 0;
    for (let k = head; k >= 0; k = this.#next[k]) {
      if (count === this.#sorted.length) {
        const larger = new Float64Array(2 * count);
        larger.set(this.#sorted);
        this.#sorted = larger;
      }
      const radius = this.#radius[k];
      let place = count++;
      for (; place > 0 && this.#sorted[place - 1] > radius; place--) this.#sorted[place] = this.#sorted[place - 1];
      this.#sorted[place] = radius;
    }
    let length = 0;
    for (let k = count - 1, sign = 1; k >= 0; k--, sign = -sign) length += sign * this.#sorted[k];
    return length;
  }
}
