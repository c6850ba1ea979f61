import type { RunMask } from '../../../app/domain/instance.ts';
import type { PixelBox } from '../../../app/domain/run-mask.ts';
import { masksMeet } from './mask-spans.ts';

/** What particles are dealt out from. */
export interface PagedParticle {
  readonly id: number;
  readonly mask: RunMask;
}

/** Where particles are found. */
interface Neighbourhood {
  /** Particles whose box meets `box`. */
  meeting(box: PixelBox): readonly PagedParticle[];
}

/**
 * Deals particles out to pages so that no two of a page share a pixel: a picture of ids can hold each page, and together they show every
 * particle whole. First fit, those with most overlaps first when many come at once (Welsh and Powell 1967): hardly ever more
 * pages than the largest pile of particles needs.
 */
export class InstancePages {
  readonly #around: Neighbourhood;
  readonly #pageOf = new Map<number, number>();

  constructor(around: Neighbourhood) {
    this.#around = around;
  }

  /** Page of a particle, from 0; null when it is on none. */
  pageOf(id: number): number | null {
    return this.#pageOf.get(id) ?? null;
  }

  delete(id: number): void {
    this.#pageOf.delete(id);
  }

  /** Puts a particle that is new or has another shape on the first page where nothing is in its way; keeps the one it has if it can. */
  place(particle: PagedParticle): number {
    const taken = this.#takenBy(particle);
    const own = this.#pageOf.get(particle.id);
    const page = own !== undefined && !taken.has(own) ? own : firstFree(taken);
    this.#pageOf.set(particle.id, page);
    return page;
  }

  /** Deals many out at once. Returns what each of them shares pixels with. */
  placeAll(particles: readonly PagedParticle[]): Map<number, readonly PagedParticle[]> {
    const shared = new Map<number, PagedParticle[]>(particles.map(({ id }) => [id, []]));
    for (const particle of particles) {
      for (const other of this.#around.meeting(particle.mask)) {
        // a pair of them is looked at once, from the lower id
        const others = shared.get(other.id);
        if (other.id === particle.id || (others !== undefined && other.id < particle.id)) continue;
        if (!masksMeet(other.mask, particle.mask)) continue;
        shared.get(particle.id)?.push(other);
        others?.push(particle);
      }
    }
    const othersOf = ({ id }: PagedParticle) => shared.get(id) ?? [];
    const byOthers = particles.toSorted((a, b) => othersOf(b).length - othersOf(a).length || a.id - b.id);
    for (const particle of byOthers) {
      const taken = new Set(othersOf(particle).map(({ id }) => this.#pageOf.get(id)));
      this.#pageOf.set(particle.id, firstFree(taken));
    }
    return shared;
  }

  /** Particles that share pixels with this one. */
  overlapping(particle: PagedParticle): PagedParticle[] {
    return this.#around
      .meeting(particle.mask)
      .filter(({ id, mask }) => id !== particle.id && masksMeet(mask, particle.mask));
  }

  #takenBy(particle: PagedParticle): Set<number | undefined> {
    const taken = new Set<number | undefined>();
    for (const { id, mask } of this.#around.meeting(particle.mask)) {
      const page = this.#pageOf.get(id);
      // Only those on a page matter, and of a page only one has to be in the way.
      if (id === particle.id || page === undefined || taken.has(page)) continue;
      if (masksMeet(mask, particle.mask)) taken.add(page);
    }
    return taken;
  }
}

function firstFree(taken: ReadonlySet<number | undefined>): number {
  let page = 0;
  while (taken.has(page)) page++;
  return page;
}
