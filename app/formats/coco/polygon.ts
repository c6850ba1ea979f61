// How COCO's own programs make pixels of a polygon, so that files of others give the same masks here as there. The rule:
// corners are rounded to fifths of a pixel and joined by lines of such points, one a step along the longer direction.
// Where the line steps from one column of fifths to the next and that step lies in the middle of a pixel column, the
// upper of the two points, rounded up to a whole row, is a boundary. Down each column the pixels between the first and
// second boundary are inside, between the third and fourth, and so on. For a polygon on pixel corners with horizontal
// and vertical sides these are exactly the pixels that it encloses.

/** Points a pixel. */
const fine = 5;
const middle = 2;

/**
 * Run lengths (down the columns, outside first) of the pixels in a polygon [x0, y0, x1, y1, ...] in an image of
 * `width` x `height`, by the rule above. Corners may lie outside.
 */
export function polygonRunLengths(polygon: ArrayLike<number>, width: number, height: number): number[] {
  const boundaries = boundariesOf(polygon, width, height);
  boundaries.sort((a, b) => a - b);
  if (boundaries.length % 2 === 1) boundaries.push(width * height);
  const counts: number[] = [];
  let inside = 0;
  let changed = 0;
  for (let i = 0; i < boundaries.length; i++) {
    // two at one place cancel
    if (boundaries[i] === boundaries[i + 1]) {
      i++;
      continue;
    }
    counts.push(boundaries[i] - changed);
    changed = boundaries[i];
    inside = 1 - inside;
  }
  if (changed < width * height || inside === 1) counts.push(width * height - changed);
  return counts;
}

/** Places at which inside and outside change, counted down the columns. */
function boundariesOf(polygon: ArrayLike<number>, width: number, height: number): number[] {
  const corners = polygon.length >> 1;
  const out: number[] = [];
  let lastU = Number.NaN;
  let lastV = Number.NaN;
  const visit = (u: number, v: number): void => {
    if (u !== lastU && !Number.isNaN(lastU)) {
      const column = ((u < lastU ? u : u - 1) - middle) / fine;
      if (Number.isInteger(column) && column >= 0 && column < width) {
        const row = (Math.min(v, lastV) + 0.5) / fine - 0.5;
        out.push(column * height + Math.ceil(Math.min(height, Math.max(0, row))));
      }
    }
    lastU = u;
    lastV = v;
  };
  const at = (i: number) => Math.trunc(fine * polygon[i] + 0.5);
  for (let i = 0; i < corners; i++) {
    const next = (i + 1) % corners;
    stepsBetween(at(2 * i), at(2 * i + 1), at(2 * next), at(2 * next + 1), visit);
  }
  return out;
}

/** Visits the points of a line, one a step along its longer direction. Both ways give the same points. */
function stepsBetween(x0: number, y0: number, x1: number, y1: number, visit: (u: number, v: number) => void): void {
  const across = Math.abs(x1 - x0);
  const down = Math.abs(y1 - y0);
  const wide = across >= down;
  const back = wide ? x0 > x1 : y0 > y1;
  const [startX, startY, endX, endY] = back ? [x1, y1, x0, y0] : [x0, y0, x1, y1];
  const steps = Math.max(across, down);
  const slope = wide ? (endY - startY) / across : (endX - startX) / down;
  for (let d = 0; d <= steps; d++) {
    const t = back ? steps - d : d;
    // a polygon's corner given twice has no slope
    const aside = steps === 0 ? 0 : slope * t;
    if (wide) visit(startX + t, Math.trunc(startY + aside + 0.5));
    else visit(Math.trunc(startX + aside + 0.5), startY + t);
  }
}
