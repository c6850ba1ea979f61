import type { AcquiredImage, Metadata } from '../../domain/acquisition.ts';
import type { Axis, CalibrationSource } from '../../domain/calibration.ts';
import type { ByteSource } from '../../ports/byte-source.ts';
import { notAnImage } from '../byte-reader.ts';
import { acquiredImage } from '../image.ts';
import type { Dataset } from './dataset.ts';

/** What turns a dataset into an image. */
export interface DatasetImage {
  readonly name: string;
  readonly data: Dataset;
  /** One an axis of the image, slowest first: frames, then y, x. */
  readonly axes: readonly Axis[];
  readonly metadata: Metadata;
  /** True where the file stores y, x, frame (Velox) instead of frame, y, x. */
  readonly framesLast?: boolean;
}

/** The shape in which a dataset is shown: frames first; a single frame that Velox stores last is left out. */
export function shownShape(data: Dataset, framesLast: boolean): readonly number[] {
  const [rows = 0, columns = 0, frames = 1] = data.shape;
  if (!framesLast || data.shape.length !== 3) return data.shape;
  return frames === 1 ? [rows, columns] : [frames, rows, columns];
}

/** 'file tag' as soon as the file states a scale for the image's rows or columns. */
export function sourceOf(axes: readonly Axis[]): CalibrationSource {
  return axes.slice(-2).some((a) => a.scale !== null) ? 'file tag' : 'none';
}

/** An image whose planes are read from a dataset when asked for. Throws `Failure` when the dataset can't be one. */
export function datasetImage(source: ByteSource, plan: DatasetImage): AcquiredImage {
  const { data } = plan;
  const { pixel } = data;
  if (data.shape.length < 2) throw notAnImage(source, `a list of ${data.shape[0] ?? 1} values (${data.path})`);
  if (pixel === null) throw notAnImage(source, `a table (${data.path})`);
  const framesLast = plan.framesLast === true && data.shape.length === 3;
  const described = {
    name: plan.name,
    shape: shownShape(data, framesLast),
    elementType: pixel.elementType,
    ...(pixel.half ? { storedAs: 'float16' as const } : {}),
    axes: plan.axes,
    calibrationSource: sourceOf(plan.axes),
    metadata: plan.metadata,
  };
  return acquiredImage(source, described, (frame) => pixel.decode(readPlane(data, framesLast, frame)));
}

function readPlane(data: Dataset, framesLast: boolean, frame: number): Uint8Array<ArrayBuffer> {
  if (framesLast) return data.bytes([0, 0, frame], [data.shape[0], data.shape[1], 1]);
  const lead = data.shape.slice(0, -2);
  return data.bytes([...frameIndex(lead, frame), 0, 0], [...lead.map(() => 1), ...data.shape.slice(-2)]);
}

/** Position along each leading axis (slowest first) of a frame counted through all of them. */
function frameIndex(sizes: readonly number[], frame: number): number[] {
  const index: number[] = [];
  let rest = frame;
  for (const size of sizes.toReversed()) {
    index.unshift(rest % size);
    rest = Math.floor(rest / size);
  }
  return index;
}
