import { decodeInstances } from '../../domain/instance-codec.ts';
import { mainRing, outlineOf } from '../../particles/outline.ts';
import { task } from '../../ports/task.ts';

/**
 * Outer outlines of encoded instances, packed: uint32 count, then for each instance uint32 point count and int16 pairs
 * x, y of pixel corners (closed polygon, first point not repeated).
 */
export const outlinesTask = task('outlines', ({ bytes }: { readonly bytes: Uint8Array }): Uint8Array => {
  const outers = decodeInstances(bytes).map((instance) => mainRing(outlineOf(instance.mask)) ?? new Int32Array());
  const size = outers.reduce((sum, points) => sum + 4 + points.length * 2, 4);
  const packed = new DataView(new ArrayBuffer(size));
  packed.setUint32(0, outers.length, true);
  let at = 4;
  for (const points of outers) {
    packed.setUint32(at, points.length / 2, true);
    at += 4;
    for (const coordinate of points) {
      packed.setInt16(at, coordinate, true);
      at += 2;
    }
  }
  return new Uint8Array(packed.buffer);
});
