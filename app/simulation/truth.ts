import { forEachRun, instanceOf, maskOfPlane } from '../domain/run-mask.ts';
import type { SuperEllipse } from './outline.ts';
import type { ClassPlanes, Frame, TrueParticle } from './scene.ts';
import type { Stamp } from './stamp.ts';

/** What the truth keeps of a placed particle. */
export interface Placed {
  readonly shape: string;
  readonly x: number;
  readonly y: number;
  readonly radius: number;
  readonly superEllipse: SuperEllipse | null;
}

/** Collects the truth while particles are drawn. */
export class TruthBook {
  /** How many particles cover each pixel, at most 255. */
  readonly count: Uint8Array;
  /** 1 + index of the particle that is nearest to the viewer; 0 none. Only surfaces (SEM) need it. */
  readonly owner: Int32Array;
  private readonly core: Uint8Array;
  private readonly drawn: { placed: Placed; stamp: Stamp }[] = [];

  private readonly frame: Frame;

  constructor(frame: Frame) {
    this.frame = frame;
    this.count = new Uint8Array(frame.width * frame.height);
    this.owner = new Int32Array(frame.width * frame.height);
    this.core = new Uint8Array(frame.width * frame.height);
  }

  /**
   * Adds a particle; `core` is its core's stamp (null: none in the frame) or 'whole' when it is of one piece. Gives its number, 1 for
   * the first, or 0 if no pixel is in the frame.
   */
  add(placed: Placed, stamp: Stamp, core: Stamp | 'whole' | null): number {
    if (!stamp.inside.includes(1)) return 0;
    this.drawn.push({ placed, stamp });
    this.each(stamp, (at) => {
      if (this.count[at] < 255) this.count[at]++;
    });
    const dense = core === 'whole' ? stamp : core;
    if (dense !== null)
      this.each(dense, (at) => {
        this.core[at] = 1;
      });
    return this.drawn.length;
  }

  private each(stamp: Stamp, visit: (at: number) => void): void {
    for (let row = 0; row < stamp.height; row++) {
      const to = (stamp.y + row) * this.frame.width + stamp.x;
      for (let k = 0; k < stamp.width; k++) if (stamp.inside[row * stamp.width + k] === 1) visit(to + k);
    }
  }

  /** The particles that show at least one pixel, numbered from 1. `opaque`: nearer ones (in `owner`) hide farther ones. */
  particles(opaque: boolean): TrueParticle[] {
    const { width, height } = this.frame;
    const found: TrueParticle[] = [];
    this.drawn.forEach(({ placed, stamp }, index) => {
      const whole = maskOfPlane(stamp.inside, stamp, 1);
      if (whole === null) return;
      const visible = opaque ? maskOfPlane(this.visiblePart(stamp, index + 1), stamp, 1) : whole;
      if (visible === null) return;
      found.push({ ...placed, instance: instanceOf(found.length + 1, whole, width, height), visible });
    });
    return found;
  }

  private visiblePart(stamp: Stamp, number: number): Uint8Array {
    const part = new Uint8Array(stamp.inside.length);
    for (let row = 0; row < stamp.height; row++) {
      const from = (stamp.y + row) * this.frame.width + stamp.x;
      for (let k = 0; k < stamp.width; k++) {
        const at = row * stamp.width + k;
        if (stamp.inside[at] === 1 && this.owner[from + k] === number) part[at] = 1;
      }
    }
    return part;
  }

  /** The class planes of the particles that were kept. */
  classes(particles: readonly TrueParticle[]): ClassPlanes {
    const count = new Uint8Array(this.count.length);
    for (const { instance } of particles)
      forEachRun(instance.mask, (row, from, to) => {
        for (let at = row * this.frame.width + from; at < row * this.frame.width + to; at++)
          count[at] = Math.min(2, count[at] + 1);
      });
    const [particle, patch] = [new Uint8Array(count.length), new Uint8Array(count.length)];
    for (let i = 0; i < count.length; i++) {
      if (count[i] === 0) continue;
      particle[i] = 1;
      patch[i] = this.core[i] === 1 ? 1 : 2;
    }
    return { particle, overlap: count, patch };
  }
}
