import type { RunMask } from '../domain/instance.ts';
import { instanceOf, maskOfPlane, paintMask } from '../domain/run-mask.ts';
import type { ClassPlanes, Frame, TrueParticle } from './scene.ts';

function cut(mask: RunMask, covered: Uint8Array, frame: Frame): RunMask | null {
  const plane = new Uint8Array(mask.width * mask.height);
  paintMask(mask, plane, mask, 1);
  for (let row = 0; row < mask.height; row++) {
    const from = (mask.y + row) * frame.width + mask.x;
    for (let k = 0; k < mask.width; k++) if (covered[from + k] === 1) plane[row * mask.width + k] = 0;
  }
  return maskOfPlane(plane, mask, 1);
}

/**
 * The truth of a picture parts of which are hidden by bars and boxes (1 in `covered`): what is under them is no longer there, as beyond
 * the frame. Particles that lose pixels count as cut by the border.
 */
export function withoutCovered(
  particles: readonly TrueParticle[],
  classes: ClassPlanes,
  covered: Uint8Array,
  frame: Frame,
): { particles: TrueParticle[]; classes: ClassPlanes } {
  const kept: TrueParticle[] = [];
  for (const particle of particles) {
    const whole = cut(particle.instance.mask, covered, frame);
    const visible = cut(particle.visible, covered, frame);
    if (whole === null || visible === null) continue;
    const instance = instanceOf(kept.length + 1, whole, frame.width, frame.height);
    const lost = instance.area < particle.instance.area;
    kept.push({ ...particle, visible, instance: { ...instance, atBorder: instance.atBorder || lost } });
  }
  const open = (plane: Uint8Array) => plane.map((value, i) => (covered[i] === 1 ? 0 : value));
  return {
    particles: kept,
    classes: { particle: open(classes.particle), overlap: open(classes.overlap), patch: open(classes.patch) },
  };
}
