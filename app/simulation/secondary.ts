import { blurred } from './blur.ts';
import type { Drawn } from './population.ts';
import type { Frame } from './scene.ts';

/** The surface that a scanning microscope sees: heights in px, who is on top, and how much each place gives. */
export interface Relief {
  readonly height: Float32Array;
  /** 1 + index of the particle on top, 0 = substrate. */
  readonly owner: Int32Array;
  /** Yield of the material on top. */
  readonly yield: Float32Array;
}

/** Puts a particle on the surface: it rests on what is under it, hides what is lower, and is hidden by what is higher. */
export function rest(relief: Relief, frame: Frame, drawn: Drawn, brightness: number, sink: number): void {
  const { stamp, number } = drawn;
  let [under, covered, half] = [0, 0, 0];
  forEach(frame, drawn, (at, i) => {
    under += relief.height[at];
    covered++;
    half = Math.max(half, stamp.top[i]);
  });
  const base = (covered === 0 ? 0 : under / covered) + half * (1 - sink);
  forEach(frame, drawn, (at, i) => {
    // the ground's own bumps never hide a particle
    const free = relief.owner[at] === 0;
    const z = Math.max(base + stamp.top[i], free ? relief.height[at] + 0.05 : 0);
    if (!free && z <= relief.height[at]) return;
    relief.height[at] = z;
    relief.owner[at] = number;
    relief.yield[at] = brightness;
  });
}

function forEach(frame: Frame, { stamp }: Drawn, visit: (at: number, i: number) => void): void {
  for (let row = 0; row < stamp.height; row++) {
    const to = (stamp.y + row) * frame.width + stamp.x;
    for (let k = 0, i = row * stamp.width; k < stamp.width; k++, i++) if (stamp.inside[i] === 1) visit(to + k, i);
  }
}

export interface SecondaryLook {
  /** Weight of the yield's rise on steep slopes, 1 / cos(tilt). */
  readonly slope: number;
  /** Weight of the gradual change from flat places to steep ones, 1 - cos(tilt); negative where flanks are darker. */
  readonly body: number;
  /** Weight of light from the detector's side and its direction, radians. */
  readonly side: number;
  readonly direction: number;
  /** Bright edges and crests: weight and how far they reach, px. */
  readonly edge: number;
  readonly edgeWidth: number;
  /** Darkness between and beside particles: weight and how far it reaches, px. */
  readonly shadow: number;
  readonly shadowWidth: number;
}

const clamp = (v: number, low: number, high: number): number => (v < low ? low : v > high ? high : v);

/**
 * Secondary-electron image of a surface, 1 = a flat open place of yield 1. The yield rises as 1 / cos of the tilt up to a limit
 * (electrons leave a skin of finite depth), crests and outlines are bright because electrons leave through both flanks, places with
 * higher ground around are dark because their electrons are caught.
 */
export function secondaryImage(relief: Relief, frame: Frame, look: SecondaryLook): Float32Array {
  const { width, height } = frame;
  const h = relief.height;
  const near = blurred({ width, height, data: h }, look.edgeWidth);
  const far = blurred({ width, height, data: h }, look.shadowWidth);
  const out = new Float32Array(h.length);
  const [lx, ly] = [Math.cos(look.direction), Math.sin(look.direction)];
  for (let y = 0, i = 0; y < height; y++) {
    const up = y > 0 ? width : 0;
    const down = y < height - 1 ? width : 0;
    for (let x = 0; x < width; x++, i++) {
      const gx = clamp((h[x < width - 1 ? i + 1 : i] - h[x > 0 ? i - 1 : i]) / 2, -6, 6);
      const gy = clamp((h[i + down] - h[i - up]) / 2, -6, 6);
      const steep = Math.sqrt(1 + gx * gx + gy * gy);
      const tilt = Math.min(3.2, steep) - 1;
      const lit = -(gx * lx + gy * ly) / steep;
      const crest = clamp((h[i] - near[i]) / look.edgeWidth, -0.8, 1.2);
      const pit = clamp((far[i] - h[i]) / look.shadowWidth, 0, 1.6);
      const signal = 1 + look.slope * tilt + look.body * (1 - 1 / steep) + look.side * lit + look.edge * crest;
      out[i] = Math.max(0.02, relief.yield[i] * signal * Math.exp(-look.shadow * pit));
    }
  }
  return out;
}
