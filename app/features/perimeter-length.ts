import { countPatterns, erodeRows, RowRuns, subtractRows } from '../math/row-runs.ts';

const eroded = new RowRuns();
const border = new RowRuns();
const patterns = new Int32Array(16);
/** Border pixels are 1; all zero between calls. */
let plane = new Uint8Array(1024);

/**
 * Length of the boundary of a set of pixels through the centres of its border pixels, after Benkrid and Crookes (FPGA
 * implementation of a perimeter estimator), the definition of scikit-image's `perimeter`. Border pixels have one of their
 * 4 (with `diagonal`, 8) neighbours outside; each counts by how its border neighbours lie: straight 1, diagonal sqrt 2,
 * in between (1 + sqrt 2) / 2. In columns; with an `aspect` other than 1 the steps are weighted by their true lengths,
 * the axial ones by their mean.
 */
export function borderLength(rows: RowRuns, left: number, right: number, diagonal: boolean, aspect: number): number {
  erodeRows(rows, diagonal, eroded);
  subtractRows(rows, eroded, border);
  const stride = right - left + 2;
  const needed = stride * (rows.height + 2);
  if (needed > plane.length) plane = new Uint8Array(2 * needed);
  paint(left, stride, 1);
  let alongX = 0;
  let alongY = 0;
  let slanted = 0;
  for (let row = 0; row < border.height; row++) {
    const line = (row + 1) * stride + 1 - left;
    for (let k = border.start[row]; k < border.start[row + 1]; k++) {
      const stop = line + border.to[k];
      for (let i = line + border.from[k]; i < stop; i++) {
        const horizontal = plane[i - 1] + plane[i + 1];
        const vertical = plane[i - stride] + plane[i + stride];
        const corners = plane[i - stride - 1] + plane[i - stride + 1] + plane[i + stride - 1] + plane[i + stride + 1];
        const axial = horizontal + vertical;
        if ((axial === 2 || axial === 3) && corners < 3) {
          alongX += horizontal / axial;
          alongY += vertical / axial;
        } else if ((axial === 0 && corners === 2) || (axial === 1 && corners === 3)) {
          slanted++;
        } else if (axial === 1 && (corners === 1 || corners === 2)) {
          alongX += horizontal / 2;
          alongY += vertical / 2;
          slanted += 0.5;
        }
      }
    }
  }
  paint(left, stride, 0);
  return alongX + alongY * aspect + slanted * Math.hypot(1, aspect);
}

function paint(left: number, stride: number, value: number): void {
  for (let row = 0; row < border.height; row++) {
    const line = (row + 1) * stride + 1 - left;
    for (let k = border.start[row]; k < border.start[row + 1]; k++) {
      plane.fill(value, line + border.from[k], line + border.to[k]);
    }
  }
}

/** What the 2 x 2 patterns of a set tell. */
export interface PatternMeasures {
  /** Perimeter by the Crofton formula in four directions, in columns. */
  crofton: number;
  /** Parts minus holes; parts hang together over 8 neighbours, holes over 4. */
  euler: number;
}

/**
 * Crofton perimeter: pi times the mean, over the directions 0, 90 and the two diagonals, of (entries of parallel lines
 * into the set) x (line spacing). Directions weigh by the angle they stand for (Ohser and Mucklich 2000; Legland et al.,
 * Image Anal. Stereol. 26, 83, 2007), a quarter each for square pixels, as in scikit-image's `perimeter_crofton`.
 * Euler number: sum over 2 x 2 patterns (Ohser, Nagel and Schladitz 2002), as in scikit-image's `euler_number`.
 */
export function patternMeasures(rows: RowRuns, aspect: number, into: PatternMeasures): PatternMeasures {
  countPatterns(rows, patterns);
  let across = 0;
  let down = 0;
  let slanted = 0;
  for (let p = 1; p < 15; p++) {
    const own = p & 1;
    const above = (p >> 1) & 1;
    const left = (p >> 2) & 1;
    const aboveLeft = (p >> 3) & 1;
    across += patterns[p] * (aboveLeft & (1 - above));
    down += patterns[p] * (own & (1 - above));
    slanted += patterns[p] * ((own & (1 - aboveLeft)) + (above & (1 - left)));
  }
  const angle = Math.atan2(aspect, 1);
  const spacing = aspect / Math.hypot(1, aspect);
  into.crofton = angle * across * aspect + (Math.PI / 2 - angle) * down + (Math.PI / 4) * slanted * spacing;
  into.euler = patterns[8] - patterns[6] - patterns[14];
  return into;
}
