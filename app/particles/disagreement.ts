import type { Instance } from '../domain/instance.ts';
import { matchParticles } from './match.ts';

/** Where labels and a model differ. */
export interface Disagreement {
  /** 'missing': only the model has it. 'extra': only the labels do. 'shape': both, but different. */
  readonly kind: 'missing' | 'extra' | 'shape';
  /** Index into the labels, or null when it is missing there. */
  readonly label: number | null;
  /** Index into the model's particles, or null. */
  readonly found: number | null;
  /** 1 - intersection over union, 0..1. */
  readonly score: number;
}

export interface Disagreements {
  /** The worst first, then the largest. */
  readonly items: readonly Disagreement[];
  /** Sum of the pairs' intersection over union, over pairs and particles without one: 1 = full agreement, 0 = none. */
  readonly agreement: number;
}

/** Below this, two particles are not taken for the same one. */
const sameFrom = 0.1;
/** From this on, two outlines are as alike as two people's. */
const alikeFrom = 0.8;

/** Compares labelled particles with those of a model in the same frame. */
export function disagreements(labels: readonly Instance[], found: readonly Instance[]): Disagreements {
  const { pairs, bestOfA, bestOfB } = matchParticles(labels, found, sameFrom);
  const items: Disagreement[] = [];
  const paired = { labels: new Set<number>(), found: new Set<number>() };
  let sum = 0;
  for (const { a, b, iou } of pairs) {
    paired.labels.add(a);
    paired.found.add(b);
    sum += iou;
    if (iou < alikeFrom) items.push({ kind: 'shape', label: a, found: b, score: 1 - iou });
  }
  labels.forEach((_, i) => {
    if (!paired.labels.has(i)) items.push({ kind: 'extra', label: i, found: null, score: 1 - bestOfA[i] });
  });
  found.forEach((_, i) => {
    if (!paired.found.has(i)) items.push({ kind: 'missing', label: null, found: i, score: 1 - bestOfB[i] });
  });
  const all = labels.length + found.length - pairs.length;
  const areaOf = ({ label, found: f }: Disagreement) => (label === null ? found[f ?? 0] : labels[label]).area;
  items.sort((p, q) => q.score - p.score || areaOf(q) - areaOf(p));
  return { items, agreement: all === 0 ? 1 : sum / all };
}
