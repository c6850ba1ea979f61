import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import type { LabelDocument } from '../../state/labels/document.ts';
import { labelStore } from '../../state/labels/label-store.ts';

/** What the shown frame holds of each class. */
export interface ClassCounts {
  /** Pixels by class id; 0 = unlabelled. */
  readonly pixels: Float64Array;
  /** Particles by class id. */
  readonly particles: Float64Array;
  readonly total: number;
}

/** Milliseconds of rest before classes are counted again. */
const rest = 250;

function countIn(document: LabelDocument): ClassCounts {
  const particles = new Float64Array(256);
  for (const { classId } of document.instances.values()) particles[classId]++;
  return { pixels: document.countClasses(), particles, total: document.width * document.height };
}

/** Counts of the shown frame, a moment after the last change; null while there are none. */
export function useCounts(): ClassCounts | null {
  const document = useStore(labelStore, (s) => s.document);
  const settled = useStore(labelStore, (s) => s.settled);
  const [counts, setCounts] = useState<{ of: LabelDocument; counts: ClassCounts } | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the document changes in place, `settled` says when
  useEffect(() => {
    if (document === null) return;
    const timer = setTimeout(() => setCounts({ of: document, counts: countIn(document) }), rest);
    return () => clearTimeout(timer);
  }, [document, settled]);
  return counts !== null && counts.of === document ? counts.counts : null;
}
