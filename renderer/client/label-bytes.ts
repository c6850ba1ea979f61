import { unpackTiles } from '../../app/domain/labels/class-tiles.ts';
import { decodeLabelled, type LabelledInstance } from '../../app/domain/labels/labelled-instance.ts';
import { type FetchOptions, get, malformed, readAll } from './bytes.ts';

/** One frame of an image in a label set. */
interface Frame {
  readonly setId: number;
  readonly imageId: number;
  readonly frame: number;
}

export interface FetchedClasses {
  readonly version: number;
  readonly width: number;
  readonly height: number;
  /** Encoded tiles; one of no bytes is unlabelled. */
  readonly tiles: readonly { readonly tile: number; readonly bytes: Uint8Array }[];
}

export interface FetchedInstances {
  readonly version: number;
  readonly nextId: number;
  readonly instances: readonly LabelledInstance[];
}

/** Marks the edits of this window among the news of the project. */
export const windowToken = crypto.randomUUID();

const path = (what: string, { setId, imageId, frame }: Frame) => `/bytes/${what}/${setId}/${imageId}/${frame}`;

/** Classes of a frame: all tiles that hold any, or exactly those of `only`. Throws `Failure`. */
export async function fetchClasses(
  ref: Frame,
  only: readonly number[] | null,
  options?: FetchOptions,
): Promise<FetchedClasses> {
  const url = path('label-classes', ref) + (only === null ? '' : `?tiles=${only.join(',')}`);
  const response = await get(url, options);
  const [version, width, height] = numbers(url, response, 'version', 'width', 'height');
  return { version, width, height, tiles: unpackTiles(await readAll(response)) };
}

/** Particles of a frame: all, or those of `only` that there are. Throws `Failure`. */
export async function fetchLabelled(
  ref: Frame,
  only: readonly number[] | null,
  options?: FetchOptions,
): Promise<FetchedInstances> {
  const url = path('label-instances', ref) + (only === null ? '' : `?ids=${only.join(',')}`);
  const response = await get(url, options);
  const [version, nextId] = numbers(url, response, 'version', 'next-id');
  return { version, nextId, instances: decodeLabelled(await readAll(response)) };
}

/** Stores an encoded edit upon version `base`; resolves with the version it made. Throws `Failure`. */
export async function putLabelEdit(
  ref: Frame,
  base: number,
  title: string,
  bytes: Uint8Array<ArrayBuffer>,
): Promise<number> {
  const query = `base=${base}&title=${encodeURIComponent(title)}&window=${windowToken}`;
  const url = `${path('label-edit', ref)}?${query}`;
  // A Blob: where the browser is watched by a debugger, a typed array is copied there first.
  const response = await get(url, undefined, { method: 'PUT', body: new Blob([bytes]) });
  const answer: unknown = await response.json();
  if (typeof answer === 'object' && answer !== null && 'version' in answer && typeof answer.version === 'number') {
    return answer.version;
  }
  throw malformed(url, 'the answer names no version');
}

function numbers(url: string, response: Response, ...names: string[]): number[] {
  return names.map((name) => {
    const value = Number(response.headers.get(`x-morphoscope-${name}`) ?? Number.NaN);
    if (!Number.isInteger(value)) throw malformed(url, `the answer names no ${name}`);
    return value;
  });
}
