import { gradientIn } from '../../../app/math/raster/gradient.ts';
import type { Box } from '../../../app/math/raster/spans.ts';
import { type Wire, wireCosts, wireFrom, wireTo } from '../../../app/math/raster/wire.ts';
import type { Frame } from '../../scene/frame/plane.ts';
import type { Place } from '../../state/annotations.ts';
import { greyOf } from './grey.ts';

/** Px of Gaussian blur before edges are looked for. */
const blur = 1.5;
/** Px around an anchor in which the wire may run. */
const half = 240;

let last: { readonly frame: Frame; readonly x: number; readonly y: number; readonly wire: Wire } | null = null;

function wireOf(frame: Frame, x: number, y: number): Wire {
  if (last?.frame === frame && last.x === x && last.y === y) return last.wire;
  const left = Math.max(0, x - half);
  const top = Math.max(0, y - half);
  const box: Box = {
    x: left,
    y: top,
    width: Math.min(frame.width, x + half + 1) - left,
    height: Math.min(frame.height, y + half + 1) - top,
  };
  const wire = wireFrom(wireCosts(gradientIn(greyOf(frame), blur, box)), x, y);
  last = { frame, x, y, wire };
  return wire;
}

const pixel = (value: number, size: number) => Math.min(size - 1, Math.max(0, Math.floor(value)));

/** The way along edges from one place to another, both included; straight on where the other is too far. */
export function edgePath(frame: Frame, from: Place, to: Place): readonly Place[] {
  const wire = wireOf(frame, pixel(from.x, frame.width), pixel(from.y, frame.height));
  const way = wireTo(wire, pixel(to.x, frame.width), pixel(to.y, frame.height));
  const path: Place[] = [from];
  // the ends are the clicked places themselves
  for (let k = 2; k + 3 < way.length; k += 2) path.push({ x: way[k] + 0.5, y: way[k + 1] + 0.5 });
  path.push(to);
  return path;
}
