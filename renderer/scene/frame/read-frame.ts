import { ElementType, elementBytes } from '../../../app/domain/element-type.ts';
import { Failure, FailureInfo } from '../../../app/domain/failure.ts';
import { readIntoOneBuffer } from './byte-stream.ts';
import { HistogramCounter } from './histogram.ts';
import { compactIds, instancePlaces, labelLevels } from './label-levels.ts';
import { channelsOf, pixelsOf } from './pixels.ts';
import type { Frame, Glance, Labels } from './plane.ts';
import { PyramidBuilder } from './pyramid.ts';

/** Fetches a frame; its averages and its histogram are computed while the bytes come in. Throws `Failure`. */
export async function readFrame(
  url: string,
  signal: AbortSignal,
  progress: (fraction: number) => void,
): Promise<Frame> {
  const response = await answered(url, signal);
  const { elementType, width, height } = shapeOf(response, url);
  const channels = channelsOf(elementType);
  const rowBytes = width * elementBytes[elementType];
  const pyramid = new PyramidBuilder(width, height, channels);
  const counter = new HistogramCounter(elementType);
  let pixels = pixelsOf(elementType, new ArrayBuffer(0));
  const buffer = await received(response, rowBytes * height, signal, (bytes, count) => {
    const rows = Math.floor(count / rowBytes);
    pixels = pixelsOf(elementType, bytes);
    pyramid.push(pixels, rows);
    counter.push(pixels, rows * width);
    progress(count / (rowBytes * height));
  });
  pixels = pixelsOf(elementType, buffer);
  const levels = pyramid.levels;
  const bytes = levels.reduce((sum, level) => sum + level.data.byteLength, buffer.byteLength);
  const histogram = counter.finish(pixels);
  return { kind: 'frame', url, width, height, elementType, pixels, levels, histogram, bytes };
}

/** Fetches what shows a frame at a glance, from `url`. Throws `Failure`. */
export async function readGlance(url: string, signal: AbortSignal): Promise<Glance> {
  const response = await answered(url, signal);
  const { elementType, width, height } = shapeOf(response, url);
  const factor = Number(response.headers.get('x-morphoscope-factor'));
  const blocks = width * height;
  const buffer = await received(response, blocks * (4 + elementBytes[elementType]), signal, () => undefined);
  const pixels = new Float32Array(buffer, 0, blocks);
  const pyramid = new PyramidBuilder(width, height, 1);
  pyramid.push(pixels, height);
  const counter = new HistogramCounter(elementType);
  const sample = pixelsOf(elementType, buffer.slice(4 * blocks));
  counter.push(sample, blocks);
  const histogram = counter.finish(sample);
  const bytes = 2 * buffer.byteLength;
  const { levels } = pyramid;
  return {
    factor,
    frame: { kind: 'frame', url, width, height, elementType: 'float32', pixels, levels, histogram, bytes },
  };
}

/** Fetches a uint32 label map of `width` x `height` and finds out where its instances lie. Throws `Failure`. */
export async function readLabels(url: string, width: number, height: number, signal: AbortSignal): Promise<Labels> {
  const response = await answered(url, signal);
  const buffer = await received(response, width * height * 4, signal, () => undefined);
  const { ids, count } = compactIds(new Uint32Array(buffer));
  const levels = labelLevels(ids, width, height);
  const places = instancePlaces(ids, width, height, count);
  const bytes = levels.reduce((sum, level) => sum + level.data.byteLength, ids.byteLength) + count * 40;
  return { kind: 'labels', url, width, height, ids, levels, count, places, bytes };
}

/** The body in one buffer; a connection that breaks off is a failure of its own. */
async function received(
  response: Response,
  length: number,
  signal: AbortSignal,
  arrived: (buffer: ArrayBuffer, count: number) => void,
): Promise<ArrayBuffer> {
  try {
    return await readIntoOneBuffer(response, length, arrived);
  } catch (thrown) {
    if (thrown instanceof RangeError) {
      throw new Failure('too-large', `An image of ${length} bytes does not fit in memory.`, 'Close other programs.');
    }
    throw signal.aborted || thrown instanceof Failure ? thrown : lost();
  }
}

/** What the headers say of the pixels. */
function shapeOf(response: Response, url: string): { elementType: ElementType; width: number; height: number } {
  const header = (name: string) => response.headers.get(`x-morphoscope-${name}`);
  const type = ElementType.safeParse(header('type'));
  const width = Number(header('width'));
  const height = Number(header('height'));
  if (type.success && width > 0 && height > 0) return { elementType: type.data, width, height };
  throw new Failure('internal', `The answer for ${url} does not say what its pixels are.`, 'Please report this.');
}

async function answered(url: string, signal: AbortSignal): Promise<Response> {
  const response = await fetch(url, { signal }).catch((thrown: unknown) => {
    throw signal.aborted ? thrown : lost();
  });
  if (response.ok) return response;
  const text = await response.text();
  let body: unknown = null;
  try {
    body = JSON.parse(text);
  } catch {
    // not every host failure is told in JSON
  }
  const told = FailureInfo.safeParse(body);
  if (told.success) throw Failure.of(told.data);
  throw new Failure(
    response.status === 404 ? 'not-found' : 'unreadable',
    `The pixels could not be read (answer ${response.status}).`,
    'Check that the file is where it was, then try again.',
  );
}

function lost(): Failure {
  return new Failure('disconnected', 'The program did not send the pixels.', 'Wait until the connection is back.');
}
