import type { PixelBox } from '../../../app/domain/run-mask.ts';
import type { Size } from '../../scene/camera.ts';
import { MaskPicture } from '../../scene/labels/mask-picture.ts';
import type { PagedParticle } from '../../state/labels/instance-pages.ts';
import { sharedMask } from '../../state/labels/mask-spans.ts';

/** What every overlap holds in the picture. */
const shared = 1;

/** The pixels that particles share which are drawn on different pictures, as a picture. */
export class OverlapPicture {
  readonly picture: MaskPicture;
  readonly #patch: (box: PixelBox) => void;
  /** By particle: what it shares pixels with, and under which number the picture has that. */
  readonly #pairs = new Map<number, Map<number, number>>();
  #lastPair = 0;

  /** `patch` hears which pixels have to be drawn again. */
  constructor(key: string, size: Size, patch: (box: PixelBox) => void) {
    this.picture = new MaskPicture(key, size);
    this.#patch = patch;
  }

  /** Takes in what a particle shares with `others`, all that it shares pixels with. `box`: where its pixels changed, if not everywhere. */
  update(particle: PagedParticle, others: readonly PagedParticle[], box?: PixelBox): void {
    const known = this.#pairs.get(particle.id);
    if (others.length === 0 && known === undefined) return;
    const now = new Set(others.map(({ id }) => id));
    for (const other of known?.keys() ?? []) if (!now.has(other)) this.#unpair(particle.id, other);
    this.add(particle, others, box);
  }

  /** As `update`, leaving what it shares with yet others as it is. */
  add(particle: PagedParticle, others: readonly PagedParticle[], box?: PixelBox): void {
    for (const other of others) {
      const mask = sharedMask(particle.mask, other.mask);
      this.#patch(this.picture.put(this.#pair(particle.id, other.id), mask, shared, box));
    }
  }

  drop(id: number): void {
    for (const other of this.#pairs.get(id)?.keys() ?? []) this.#unpair(id, other);
  }

  #pair(a: number, b: number): number {
    const known = this.#pairs.get(a)?.get(b);
    if (known !== undefined) return known;
    const number = ++this.#lastPair;
    this.#partners(a).set(b, number);
    this.#partners(b).set(a, number);
    return number;
  }

  #unpair(a: number, b: number): void {
    const number = this.#pairs.get(a)?.get(b);
    if (number === undefined) return;
    this.#pairs.get(a)?.delete(b);
    this.#pairs.get(b)?.delete(a);
    this.#patch(this.picture.put(number, null, shared));
  }

  #partners(id: number): Map<number, number> {
    const known = this.#pairs.get(id) ?? new Map<number, number>();
    this.#pairs.set(id, known);
    return known;
  }
}
