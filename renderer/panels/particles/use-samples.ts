import { useMemo } from 'react';
import { useStore } from 'zustand';
import type { TableLayout } from '../../../app/contract/particles.ts';
import { libraryStore } from '../../state/library.ts';
import { placeOf } from '../../state/table.ts';

/** A sample with particles in the table, in the order of the samples. */
export interface TableSample {
  readonly id: number;
  readonly name: string;
  /** Its place among the samples of the table: what its colour goes by. */
  readonly index: number;
}

/** Samples that the images of a table belong to. */
export function useTableSamples(layout: TableLayout | null): readonly TableSample[] {
  const { imageById, samples } = useStore(libraryStore);
  return useMemo(() => {
    const used = new Set(layout?.spans.map(({ imageId }) => imageById.get(imageId)?.sampleId));
    return samples.filter(({ id }) => used.has(id)).map(({ id, name }, index) => ({ id, name, index }));
  }, [layout, imageById, samples]);
}

/** Index of the sample of each span of the table; 255 = unknown. */
export function useSampleOfSpan(layout: TableLayout | null): Uint8Array {
  const samples = useTableSamples(layout);
  const imageById = useStore(libraryStore, (s) => s.imageById);
  return useMemo(() => {
    const index = new Map(samples.map((sample) => [sample.id, Math.min(254, sample.index)]));
    return Uint8Array.from(layout?.spans ?? [], ({ imageId }) => {
      const sample = imageById.get(imageId)?.sampleId;
      return sample === undefined ? 255 : (index.get(sample) ?? 255);
    });
  }, [layout, samples, imageById]);
}

/** The sample of a row by its index; null when there is only one, so that nothing needs to be told apart. */
export function useSampleOfRow(layout: TableLayout): ((row: number) => number) | null {
  const samples = useTableSamples(layout);
  const imageById = useStore(libraryStore, (s) => s.imageById);
  return useMemo(() => {
    if (samples.length < 2) return null;
    const index = new Map(samples.map((sample) => [sample.id, sample.index]));
    return (row) => {
      const place = placeOf(layout, row);
      const sample = place === null ? undefined : imageById.get(place.imageId)?.sampleId;
      return sample === undefined ? -1 : (index.get(sample) ?? -1);
    };
  }, [layout, samples, imageById]);
}
