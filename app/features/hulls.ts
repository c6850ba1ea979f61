import { type Calipers, calipers } from '../math/calipers.ts';
import { RowHull } from '../math/row-hull.ts';
import { RowRuns } from '../math/row-runs.ts';

let first = new Int32Array(256);
let last = new Int32Array(256);

/**
 * Convex hulls of one particle. Points are the mid-points of pixel edges, as scikit-image's `convex_hull_image` takes
 * them. Rows count from the particle's first row, columns are image columns.
 */
export class ShapeHulls {
  /** The exact polygon around the particle's pixels. */
  readonly polygon = new RowHull();
  /** The pixels whose centres are in or on that polygon: scikit-image's `image_convex`. */
  readonly convex = new RowRuns();
  /** The polygon around those pixels, whose widths are the Feret diameters. */
  readonly outer = new RowHull();

  build(rows: RowRuns): ShapeHulls {
    if (rows.height > first.length) {
      first = new Int32Array(2 * rows.height);
      last = new Int32Array(2 * rows.height);
    }
    for (let row = 0; row < rows.height; row++) {
      const start = rows.start[row];
      const stop = rows.start[row + 1];
      first[row] = start < stop ? rows.from[start] : 0;
      last[row] = start < stop ? rows.to[stop - 1] - 1 : -1;
    }
    this.polygon.build(first, last, rows.height);
    this.convex.reset(rows.top);
    for (let row = 0; row < rows.height; row++) {
      this.convex.push(this.polygon.first[row], this.polygon.last[row] + 1);
      this.convex.endRow();
    }
    return this;
  }

  /** Feret diameters of the convex image, in columns with rows `aspect` apart. */
  feret(aspect: number): Calipers {
    const { outer, polygon } = this;
    outer.build(polygon.first, polygon.last, polygon.rows);
    for (let i = 0; i < outer.count; i++) {
      outer.x[i] /= 2;
      outer.y[i] *= aspect / 2;
    }
    return calipers(outer.x, outer.y, outer.count);
  }
}
