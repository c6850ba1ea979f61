import { bytesPath } from '../../app/contract/bytes.ts';
import { ElementType, elementBytes } from '../../app/domain/element-type.ts';
import { Failure, FailureInfo } from '../../app/domain/failure.ts';
import { createLru } from './lru.ts';

/** Raw pixels of one frame, row-major (y, x), as stored in the file (complex as its modulus in float32). */
export interface FramePixels {
  readonly type: ElementType;
  readonly width: number;
  readonly height: number;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

export interface FetchOptions {
  readonly signal?: AbortSignal;
}

/** Frames and label maps kept in memory: a step back shows at once. */
const planes = createLru<FramePixels>(384 * 2 ** 20, (frame) => frame.bytes.byteLength);
const columns = createLru<Float64Array>(512 * 2 ** 20, (column) => column.byteLength);
/** Grows when everything is forgotten, so that an answer under way then is not kept. */
let epoch = 0;

/** Forgets all pixels and columns, as when another project opens. */
export function forgetBytes(): void {
  planes.drop(() => true);
  columns.drop(() => true);
  epoch++;
}

/** Forgets what was read of one run, as after an edit of its particles. */
export function forgetRun(runId: number): void {
  const prefixes = [`/bytes/labels/${runId}/`, `/bytes/column/${runId}/`];
  const fits = (key: string) => prefixes.some((prefix) => key.startsWith(prefix));
  planes.drop(fits);
  columns.drop(fits);
}

/** Raw pixels of a frame. Throws `Failure`. */
export async function fetchFrame(imageId: number, frame: number, options?: FetchOptions): Promise<FramePixels> {
  const path = bytesPath.frame(imageId, frame);
  const kept = planes.get(path);
  if (kept !== undefined) return kept;
  const asked = epoch;
  const response = await get(path, options);
  const type = ElementType.safeParse(response.headers.get('x-morphoscope-type'));
  if (!type.success) throw malformed(path, 'the answer names no element type');
  const pixels = await planeOf(path, response, type.data);
  if (asked === epoch) planes.set(path, pixels);
  return pixels;
}

/** uint32 label map of a result: 0 background, else the 1-based instance id. Throws `Failure`. */
export async function fetchLabels(
  runId: number,
  imageId: number,
  frame: number,
  options?: FetchOptions,
): Promise<FramePixels> {
  const path = bytesPath.labels(runId, imageId, frame);
  const kept = planes.get(path);
  if (kept !== undefined) return kept;
  const asked = epoch;
  const pixels = await planeOf(path, await get(path, options), 'uint32');
  if (asked === epoch) planes.set(path, pixels);
  return pixels;
}

/** One column of a run's table by the URL its layout names. `rows` is checked. Throws `Failure`. */
export async function fetchColumn(url: string, rows: number, options?: FetchOptions): Promise<Float64Array> {
  const kept = columns.get(url);
  if (kept !== undefined) return kept;
  const asked = epoch;
  const bytes = await readAll(await get(url, options));
  if (bytes.byteLength !== rows * 8) throw malformed(url, `${bytes.byteLength} bytes for ${rows} rows`);
  const column = new Float64Array(bytes.buffer, 0, rows);
  if (asked === epoch) columns.set(url, column);
  return column;
}

/** uint8 flags of a run's table. They change with edits, so they are always read anew. Throws `Failure`. */
export async function fetchFlags(url: string, rows: number, options?: FetchOptions): Promise<Uint8Array> {
  const bytes = await readAll(await get(url, options));
  if (bytes.byteLength !== rows) throw malformed(url, `${bytes.byteLength} bytes for ${rows} rows`);
  return bytes;
}

/** Gallery cells as one picture, `columns` of them a row. Throws `Failure`. */
export async function fetchGallery(
  url: string,
  options?: FetchOptions,
): Promise<{ readonly picture: Blob; readonly columns: number }> {
  const response = await get(url, options);
  const columns = Number(response.headers.get('x-morphoscope-columns'));
  if (!(Number.isInteger(columns) && columns > 0)) throw malformed(url, 'the answer names no columns');
  const type = response.headers.get('content-type') ?? 'image/png';
  return { picture: new Blob([await readAll(response)], { type }), columns };
}

/** Stores a dropped file with the program; resolves with the path to import. Throws `Failure`. */
export async function upload(name: string, content: Blob, options?: FetchOptions): Promise<string> {
  const path = bytesPath.upload(name);
  const response = await get(path, options, { method: 'PUT', body: content });
  const answer: unknown = await response.json();
  if (typeof answer === 'object' && answer !== null && 'path' in answer && typeof answer.path === 'string') {
    return answer.path;
  }
  throw malformed(path, 'the answer names no path');
}

async function planeOf(path: string, response: Response, type: ElementType): Promise<FramePixels> {
  const width = Number(response.headers.get('x-morphoscope-width'));
  const height = Number(response.headers.get('x-morphoscope-height'));
  if (!(Number.isInteger(width) && width > 0 && Number.isInteger(height) && height > 0)) {
    throw malformed(path, 'the answer names no width and height');
  }
  const bytes = await readAll(response);
  const expected = width * height * elementBytes[type];
  if (bytes.byteLength !== expected) throw malformed(path, `${bytes.byteLength} bytes instead of ${expected}`);
  return { type, width, height, bytes };
}

/** The answer to a request. Throws `Failure`: `disconnected` where nobody answers, `stopped`, or what the program refuses it with. */
export async function get(path: string, options?: FetchOptions, init?: RequestInit): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(path, options?.signal === undefined ? init : { ...init, signal: options.signal });
  } catch (thrown) {
    if (options?.signal?.aborted === true) throw new Failure('stopped', 'Stopped.', 'Start again when you like.');
    throw new Failure(
      'disconnected',
      `The program did not answer (${thrown instanceof Error ? thrown.message : String(thrown)}).`,
      'Wait until the connection is back, then try again.',
    );
  }
  if (!response.ok) throw await failureOf(path, response);
  return response;
}

/** The failure that a refused request carries in its JSON body, else one made from its status. */
async function failureOf(path: string, response: Response): Promise<Failure> {
  if (response.headers.get('content-type')?.includes('json') === true) {
    const info = FailureInfo.safeParse(await response.json().catch(() => null));
    if (info.success) return Failure.of(info.data);
  }
  const text = await response.text().catch(() => '');
  return new Failure(
    response.status === 404 ? 'not-found' : response.status === 413 ? 'too-large' : 'internal',
    text.trim() === '' ? `${path} answered ${response.status}.` : text.trim(),
    'Try again; if it stays, restart the program.',
  );
}

/**
 * The whole body in one array. With a known length it is read straight into place, which is about twice as fast as
 * `arrayBuffer()` for a 4096 x 4096 frame and needs no second copy.
 */
export async function readAll(response: Response): Promise<Uint8Array<ArrayBuffer>> {
  const length = Number(response.headers.get('content-length') ?? Number.NaN);
  const reader = Number.isInteger(length) && length >= 2 ** 20 ? byobReader(response.body) : null;
  try {
    if (reader === null) return new Uint8Array(await response.arrayBuffer());
    let buffer = new ArrayBuffer(length);
    let at = 0;
    while (at < length) {
      const { done, value } = await reader.read(new Uint8Array(buffer, at, length - at));
      if (value === undefined) break;
      buffer = value.buffer;
      at += value.byteLength;
      if (done) break;
    }
    return new Uint8Array(buffer, 0, at);
  } catch (thrown) {
    if (thrown instanceof DOMException && thrown.name === 'AbortError') {
      throw new Failure('stopped', 'Stopped.', 'Start again when you like.');
    }
    throw new Failure('disconnected', 'The transfer of the pixels broke off.', 'Try again.');
  }
}

function byobReader(body: ReadableStream<Uint8Array> | null): ReadableStreamBYOBReader | null {
  try {
    return body === null ? null : body.getReader({ mode: 'byob' });
  } catch {
    return null;
  }
}

export function malformed(path: string, why: string): Failure {
  return new Failure('malformed', `Unexpected answer for ${path}: ${why}.`, 'Restart the program.');
}
