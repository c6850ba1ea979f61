import { decodeInstances } from '../../domain/instance-codec.ts';
import { forEachRun } from '../../domain/run-mask.ts';
import { task } from '../../ports/task.ts';

/** A result's encoded instances and the size of its frame. */
export interface EncodedResult {
  readonly bytes: Uint8Array;
  readonly width: number;
  readonly height: number;
}

/** The label map of a result: uint32 ids, row-major, 0 background; where instances overlap the later one shows. */
export const renderLabelsTask = task('render-labels', ({ bytes, width, height }: EncodedResult): Uint32Array => {
  const labels = new Uint32Array(width * height);
  for (const { id, mask } of decodeInstances(bytes)) {
    forEachRun(mask, (row, from, to) => labels.fill(id, row * width + from, row * width + to));
  }
  return labels;
});
