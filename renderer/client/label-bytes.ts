import { bytesPath, LabelEditReply } from '../../app/contract/bytes.ts';
import type { LabelFrameRef } from '../../app/contract/nouns.ts';
import { unpackTiles } from '../../app/domain/labels/class-tiles.ts';
import { decodeLabelled, type LabelledInstance } from '../../app/domain/labels/labelled-instance.ts';
import { type FetchOptions, get, malformed, readAll } from './bytes.ts';

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

/** Classes of a frame: all tiles that hold any, or exactly those of `only`. Throws `Failure`. */
export async function fetchClasses(
  ref: LabelFrameRef,
  only: readonly number[] | null,
  options?: FetchOptions,
): Promise<FetchedClasses> {
  const url = bytesPath.labelClasses(ref, only ?? undefined);
  const response = await get(url, options);
  const [version, width, height] = numbers(url, response, 'version', 'width', 'height');
  return { version, width, height, tiles: unpackTiles(await readAll(response)) };
}

/** Particles of a frame: all, or those of `only` that there are. Throws `Failure`. */
export async function fetchLabelled(
  ref: LabelFrameRef,
  only: readonly number[] | null,
  options?: FetchOptions,
): Promise<FetchedInstances> {
  const url = bytesPath.labelInstances(ref, only ?? undefined);
  const response = await get(url, options);
  const [version, nextId] = numbers(url, response, 'version', 'next-id');
  return { version, nextId, instances: decodeLabelled(await readAll(response)) };
}

/** Stores an encoded edit upon version `base`; resolves with the version it made. Throws `Failure`. */
export async function putLabelEdit(
  ref: LabelFrameRef,
  base: number,
  title: string,
  bytes: Uint8Array<ArrayBuffer>,
): Promise<number> {
  const url = bytesPath.labelEdit(ref, base, title, windowToken);
  // A Blob: where the browser is watched by a debugger, a typed array is copied there first.
  const response = await get(url, undefined, { method: 'PUT', body: new Blob([bytes]) });
  const answer = LabelEditReply.safeParse(await response.json());
  if (!answer.success) throw malformed(url, 'the answer names no version');
  return answer.data.version;
}

function numbers(url: string, response: Response, ...names: string[]): number[] {
  return names.map((name) => {
    const value = Number(response.headers.get(`x-morphoscope-${name}`) ?? Number.NaN);
    if (!Number.isInteger(value)) throw malformed(url, `the answer names no ${name}`);
    return value;
  });
}
