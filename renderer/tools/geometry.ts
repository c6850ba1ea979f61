import type { Place } from '../state/annotations.ts';

export const apart = (a: Place, b: Place) => Math.hypot(b.x - a.x, b.y - a.y);

/** Distance from `p` to the stretch from `a` to `b`. */
export function fromStretch(p: Place, a: Place, b: Place): number {
  const dx = b.x - a.x;
  const dy = b.y - a.y;
  const long = dx * dx + dy * dy;
  const t = long === 0 ? 0 : Math.min(1, Math.max(0, ((p.x - a.x) * dx + (p.y - a.y) * dy) / long));
  return apart(p, { x: a.x + t * dx, y: a.y + t * dy });
}

/** `b` moved so that the line from `a` runs at a multiple of `step` degrees, its length kept. */
export function snapAngle(a: Place, b: Place, step = 15): Place {
  const length = apart(a, b);
  const unit = (step * Math.PI) / 180;
  const angle = Math.round(Math.atan2(b.y - a.y, b.x - a.x) / unit) * unit;
  return { x: a.x + length * Math.cos(angle), y: a.y + length * Math.sin(angle) };
}

/** Angle of the line from `a` to `b`, degrees, counter-clockwise from the x axis as seen (y down), in (-180, 180]. */
export function angleOf(a: Place, b: Place): number {
  const angle = (Math.atan2(a.y - b.y, b.x - a.x) * 180) / Math.PI;
  return angle === -180 ? 180 : angle;
}

/** Corners of the box with opposite corners `a` and `b`. */
export function boxOf(a: Place, b: Place): readonly Place[] {
  return [a, { x: b.x, y: a.y }, b, { x: a.x, y: b.y }];
}

/** Even-odd rule; points on the edge may fall to either side. */
export function isInside(polygon: readonly Place[], x: number, y: number): boolean {
  let inside = false;
  for (let i = 0, j = polygon.length - 1; i < polygon.length; j = i++) {
    const a = polygon[i];
    const b = polygon[j];
    if (a.y > y !== b.y > y && x < ((b.x - a.x) * (y - a.y)) / (b.y - a.y) + a.x) inside = !inside;
  }
  return inside;
}
