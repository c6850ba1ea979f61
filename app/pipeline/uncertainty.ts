import type { FeatureColumn } from '../domain/feature-table.ts';
import type { Instance } from '../domain/instance.ts';
import type { LabelMap } from '../domain/plane.ts';
import { forEachRun } from '../domain/run-mask.ts';

/** The column in which a run says how unsure it was of each particle. */
export const uncertaintyColumn: FeatureColumn = {
  id: 'uncertainty',
  title: 'Uncertainty',
  unit: '',
  definition:
    "How unsure the recipe is that this is a particle, 0 to 1: one minus the likeness of its outline to a particle's (steep edge all around, convex, evenly filled), as a classifier fitted to labelled micrographs gives it. Of the outline that holds most of the particle; 1 where none does.",
  group: 'flags',
};

/** Hears how sure a step was of its labels and tells it of the particles that later steps made of them. */
export class Sureness {
  #known: { readonly labels: Int32Array; readonly width: number; readonly sure: Float64Array } | null = null;

  /** Keeps a copy: later steps may write into the labels. */
  readonly hear = ({ data, width }: LabelMap, sure: Float64Array): void => {
    this.#known = { labels: new Int32Array(data), width, sure };
  };

  /** Uncertainty of each particle, 0..1, in their order; null where no step said how sure it was. */
  of(instances: readonly Instance[]): Float64Array | null {
    if (this.#known === null) return null;
    const { labels, width, sure } = this.#known;
    return Float64Array.from(instances, ({ mask }) => {
      const counts = new Map<number, number>();
      const add = (label: number, count: number) => {
        if (label !== 0 && count > 0) counts.set(label, (counts.get(label) ?? 0) + count);
      };
      forEachRun(mask, (y, from, to) => {
        const end = y * width + to;
        let start = y * width + from;
        for (let i = start + 1; i < end; i++) {
          if (labels[i] === labels[start]) continue;
          add(labels[start], i - start);
          start = i;
        }
        add(labels[start], end - start);
      });
      let most = 0;
      for (const [label, count] of counts) if (count > (counts.get(most) ?? 0)) most = label;
      return 1 - sure[most];
    });
  }
}
