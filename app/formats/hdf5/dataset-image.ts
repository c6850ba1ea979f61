import type { AcquiredImage, Metadata } from '../../domain/acquisition.ts';
import type { Axis, CalibrationSource } from '../../domain/calibration.ts';
import type { PixelArray } from '../../domain/element-type.ts';
import { notAnImage } from '../byte-reader.ts';
import { acquiredImage } from '../image.ts';
import type { DatasetInfo, Hdf5, Hdf5File } from './hdf5.ts';

/** What turns a dataset into an image. */
export interface DatasetImage {
  readonly name: string;
  readonly data: DatasetInfo;
  /** One an axis of the image, slowest first: frames, then y, x. */
  readonly axes: readonly Axis[];
  readonly metadata: Metadata;
  /** True where the file stores y, x, frame (Velox) instead of frame, y, x. */
  readonly framesLast?: boolean;
}

/** Bytes decoded at a time where a plane is not stored in one piece anyway. */
const bandBytes = 16e6;

/** The shape in which a dataset is shown: frames first; a single frame that Velox stores last is left out. */
export function shownShape(data: DatasetInfo, framesLast: boolean): readonly number[] {
  const [rows = 0, columns = 0, frames = 1] = data.shape;
  if (!framesLast || data.shape.length !== 3) return data.shape;
  return frames === 1 ? [rows, columns] : [frames, rows, columns];
}

/** 'file tag' as soon as the file states a scale for the image's rows or columns. */
export function sourceOf(axes: readonly Axis[]): CalibrationSource {
  return axes.slice(-2).some((a) => a.scale !== null) ? 'file tag' : 'none';
}

/** An image whose planes are read from a dataset when asked for. Throws `Failure` when the dataset can't be one. */
export function datasetImage(hdf5: Hdf5, plan: DatasetImage): AcquiredImage {
  const { data } = plan;
  if (data.shape.length < 2) throw notAnImage(hdf5.source, `a list of ${data.shape[0] ?? 1} values (${data.path})`);
  if (data.pixel === null) throw notAnImage(hdf5.source, `a table (${data.path})`);
  const framesLast = plan.framesLast === true && data.shape.length === 3;
  const described = {
    name: plan.name,
    shape: shownShape(data, framesLast),
    elementType: data.pixel.elementType,
    axes: plan.axes,
    calibrationSource: sourceOf(plan.axes),
    metadata: plan.metadata,
  };
  return acquiredImage(hdf5.source, described, (frame) => hdf5.use((file) => readPlane(file, data, framesLast, frame)));
}

/** One plane of a dataset, read in bands of whole chunks so that the library holds little at a time. */
function readPlane(file: Hdf5File, data: DatasetInfo, framesLast: boolean, frame: number): PixelArray {
  const pixel = data.pixel;
  if (pixel === null) throw notAnImage(file.source, `a table (${data.path})`);
  const rank = data.shape.length;
  const yAxis = framesLast ? 0 : rank - 2;
  const rows = data.shape[yAxis] as number;
  const columns = data.shape[yAxis + 1] as number;
  const index = framesLast ? [frame] : frameIndex(data.shape.slice(0, -2), frame);
  const band = (top: number, height: number): Uint8Array<ArrayBuffer> =>
    framesLast
      ? file.bytes(data, [top, 0, ...index], [height, columns, 1])
      : file.bytes(data, [...index, top, 0], [...index.map(() => 1), height, columns]);

  const rowBytes = columns * pixel.storedBytes;
  const chunkRows = data.chunks?.[yAxis] ?? 1;
  const bandRows = chunkRows * Math.max(1, Math.floor(bandBytes / (rowBytes * chunkRows)));
  if (bandRows >= rows) return pixel.decode(band(0, rows));
  file.expectStored(data, rows * rowBytes);
  const plane = new Uint8Array(rows * rowBytes);
  for (let top = 0; top < rows; top += bandRows) plane.set(band(top, Math.min(bandRows, rows - top)), top * rowBytes);
  return pixel.decode(plane);
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
