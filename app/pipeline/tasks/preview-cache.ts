import type { BinaryImage, GreyImage, LabelMap } from '../../domain/plane.ts';

/** Whole-frame planes that previews go on from, kept in this worker thread, newest last; at most this many bytes. */
const budget = 384 * 2 ** 20;

/** A plane with what the automatic choices on the way to it became. */
export interface KeptPlane {
  readonly plane: GreyImage | BinaryImage | LabelMap;
  readonly resolved: Readonly<Record<string, number | string | boolean>>;
}

const kept = new Map<string, KeptPlane>();

/** The plane of that name, made now when it is not kept. Planes must not be written into. */
export function keptPlane(key: string, make: () => KeptPlane): KeptPlane {
  const known = kept.get(key) ?? make();
  kept.delete(key);
  kept.set(key, known);
  let bytes = 0;
  for (const { plane } of kept.values()) bytes += plane.data.byteLength;
  for (const [oldest, { plane }] of kept) {
    if (bytes <= budget || kept.size === 1) break;
    kept.delete(oldest);
    bytes -= plane.data.byteLength;
  }
  return known;
}
