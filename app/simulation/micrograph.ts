import type { GreyImage, LabelMap } from '../domain/plane.ts';
import { type Random, random } from '../math/random.ts';

/** Outline families: regular polygons with rounded corners, ellipses, rods (stadiums). */
export type ShapeFamily = 'triangle' | 'square' | 'hexagon' | 'ellipse' | 'rod';

export interface MicrographParams {
  readonly width: number;
  readonly height: number;
  /** nm a pixel */
  readonly pixelSize: number;
  readonly mode: 'bright-field' | 'dark-field';
  readonly shapes: readonly ShapeFamily[];
  readonly count: number;
  /** Circumscribed radius, nm: mean and relative standard deviation. */
  readonly radius: number;
  readonly spread: number;
  /** Corner rounding: 0 = sharp, 1 = circle. */
  readonly rounding: number;
  /** Share of particles that may be placed on others. */
  readonly overlap: number;
  /** Counts of the empty support. */
  readonly background: number;
  /** Bright field: absorbed share at the thickest point. Dark field: added counts over `background`, as a factor. */
  readonly contrast: number;
  /** Peak-to-peak unevenness of the light, share of `background`. */
  readonly unevenness: number;
  readonly seed: number;
}

/** A simulated frame with its exact truth; where particles overlap the truth shows the later one. */
export interface Simulated {
  readonly image: GreyImage;
  readonly truth: LabelMap;
}

const corners: Readonly<Record<'triangle' | 'square' | 'hexagon', number>> = { triangle: 3, square: 4, hexagon: 6 };

/** Signed distance-like level of a shape at (u, v) in units of its radius: < 1 inside, 1 on the outline. */
function level(family: ShapeFamily, rounding: number, aspect: number, u: number, v: number): number {
  if (family === 'ellipse') return Math.hypot(u, v / aspect);
  if (family === 'rod') return Math.hypot(Math.max(0, Math.abs(u) - (1 - aspect)), v) / aspect;
  const n = corners[family];
  const r = Math.hypot(u, v);
  const sector = (2 * Math.PI) / n;
  const angle = Math.atan2(v, u);
  const inSector = angle - sector * Math.round(angle / sector);
  const flat = (r * Math.cos(inSector)) / Math.cos(sector / 2);
  // A rounded corner is the polygon cut by a circle that shrinks towards the inscribed one.
  const circle = r / (1 - rounding * (1 - Math.cos(sector / 2)));
  return Math.max(flat, circle);
}

interface Placed {
  readonly family: ShapeFamily;
  readonly x: number;
  readonly y: number;
  readonly radius: number;
  readonly angle: number;
  readonly aspect: number;
}

function place(params: MicrographParams, dice: Random): Placed[] {
  const placed: Placed[] = [];
  const mean = params.radius / params.pixelSize;
  for (let tries = 0; placed.length < params.count && tries < params.count * 60; tries++) {
    const radius = Math.max(3, dice.normal(mean, mean * params.spread));
    const x = dice.uniform(-0.3 * radius, params.width + 0.3 * radius);
    const y = dice.uniform(-0.3 * radius, params.height + 0.3 * radius);
    const mayOverlap = dice.next() < params.overlap;
    const gap = mayOverlap ? -0.5 : 0.06;
    if (placed.some((p) => Math.hypot(p.x - x, p.y - y) < (p.radius + radius) * (1 + gap))) continue;
    const family = params.shapes[dice.integer(0, params.shapes.length - 1)];
    const aspect = family === 'ellipse' ? dice.uniform(0.8, 1) : dice.uniform(0.28, 0.4);
    placed.push({ family, x, y, radius, angle: dice.uniform(0, 2 * Math.PI), aspect });
  }
  return placed;
}

/**
 * A bright- or dark-field micrograph of particles on a thin support. Bright field: absorption along the projected
 * thickness (exponential); dark field: signal proportional to thickness. Thickness is that of a rounded plate. Light is
 * uneven (a tilted plane and a bowl), noise is counting noise. The same parameters give the same pixels.
 */
export function simulateMicrograph(params: MicrographParams): Simulated {
  const { width, height } = params;
  const dice = random(params.seed);
  const thickness = new Float32Array(width * height);
  const truth = new Int32Array(width * height);
  const placed = place(params, dice);
  placed.forEach((p, index) => {
    const cos = Math.cos(p.angle);
    const sin = Math.sin(p.angle);
    const y1 = Math.min(height - 1, Math.ceil(p.y + p.radius));
    const x1 = Math.min(width - 1, Math.ceil(p.x + p.radius));
    for (let y = Math.max(0, Math.floor(p.y - p.radius)); y <= y1; y++) {
      for (let x = Math.max(0, Math.floor(p.x - p.radius)); x <= x1; x++) {
        const dx = (x + 0.5 - p.x) / p.radius;
        const dy = (y + 0.5 - p.y) / p.radius;
        const inside = 1 - level(p.family, params.rounding, p.aspect, dx * cos + dy * sin, dy * cos - dx * sin);
        if (inside <= 0) continue;
        // The last pixel before the outline is only partly covered.
        thickness[y * width + x] += (0.55 + 0.45 * Math.sqrt(Math.min(1, inside * 2))) * Math.min(1, inside * p.radius);
        truth[y * width + x] = index + 1;
      }
    }
  });
  const data = new Float32Array(width * height);
  const [tiltX, tiltY] = [dice.uniform(-1, 1), dice.uniform(-1, 1)];
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const [u, v] = [x / width - 0.5, y / height - 0.5];
      const light = 1 + params.unevenness * (0.5 * (tiltX * u + tiltY * v) - (u * u + v * v));
      const t = thickness[y * width + x];
      const signal =
        params.mode === 'bright-field' ? Math.exp(Math.log(1 - params.contrast) * t) : 1 + params.contrast * t;
      data[y * width + x] = dice.poisson(params.background * light * signal);
    }
  }
  return { image: { width, height, data }, truth: { width, height, count: placed.length, data: truth } };
}
