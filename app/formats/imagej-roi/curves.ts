// Curves of composite ROIs as straight lines: halved until the control points lie within `flatness` of the line between
// the ends, at most ten times, as Java's path iterator does for ImageJ.

const mostHalvings = 10;

/** Distance of a point from the piece of line between two others, squared. */
function fromLine(x0: number, y0: number, x1: number, y1: number, px: number, py: number): number {
  const [dx, dy, qx, qy] = [x1 - x0, y1 - y0, px - x0, py - y0];
  const along = qx * dx + qy * dy;
  if (along <= 0) return qx * qx + qy * qy;
  const length = dx * dx + dy * dy;
  if (along >= length) return (px - x1) ** 2 + (py - y1) ** 2;
  return Math.max(0, qx * qx + qy * qy - (along * along) / length);
}

/** Appends the corners of a cubic curve [x0, y0, ... x3, y3], without its first point, to `out`. */
export function flattenCubic(c: readonly number[], flatness: number, out: number[], halvings = 0): void {
  const [x0, y0, x1, y1, x2, y2, x3, y3] = c;
  const off = Math.max(fromLine(x0, y0, x3, y3, x1, y1), fromLine(x0, y0, x3, y3, x2, y2));
  if (halvings >= mostHalvings || off < flatness * flatness) {
    out.push(x3, y3);
    return;
  }
  const mid = (a: number, b: number) => (a + b) / 2;
  const [ax, ay, bx, by, cx, cy] = [mid(x0, x1), mid(y0, y1), mid(x1, x2), mid(y1, y2), mid(x2, x3), mid(y2, y3)];
  const [dx, dy, ex, ey] = [mid(ax, bx), mid(ay, by), mid(bx, cx), mid(by, cy)];
  const [mx, my] = [mid(dx, ex), mid(dy, ey)];
  flattenCubic([x0, y0, ax, ay, dx, dy, mx, my], flatness, out, halvings + 1);
  flattenCubic([mx, my, ex, ey, cx, cy, x3, y3], flatness, out, halvings + 1);
}

/** Appends the corners of a quadratic curve [x0, y0, x1, y1, x2, y2], without its first point, to `out`. */
export function flattenQuadratic(c: readonly number[], flatness: number, out: number[], halvings = 0): void {
  const [x0, y0, x1, y1, x2, y2] = c;
  if (halvings >= mostHalvings || fromLine(x0, y0, x2, y2, x1, y1) < flatness * flatness) {
    out.push(x2, y2);
    return;
  }
  const [ax, ay, bx, by] = [(x0 + x1) / 2, (y0 + y1) / 2, (x1 + x2) / 2, (y1 + y2) / 2];
  const [mx, my] = [(ax + bx) / 2, (ay + by) / 2];
  flattenQuadratic([x0, y0, ax, ay, mx, my], flatness, out, halvings + 1);
  flattenQuadratic([mx, my, bx, by, x2, y2], flatness, out, halvings + 1);
}
