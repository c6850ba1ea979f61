import { type FetchOptions, get, malformed, readAll } from './bytes.ts';

/** What a pixel forest said, `size` bytes (see `ForestAnswer`). Throws `Failure`. */
export async function fetchForest(url: string, size: number, options?: FetchOptions): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = await readAll(await get(url, options));
  if (bytes.length !== size) throw malformed(url, `${bytes.length} bytes instead of ${size}`);
  return bytes;
}
