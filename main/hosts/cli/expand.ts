import { globSync, statSync } from 'node:fs';
import path from 'node:path';

/** A file as the person named it, and where it is. */
export interface NamedPath {
  readonly asked: string;
  readonly path: string;
}

/**
 * Files that words name; words may hold wildcards (shells on Windows don't expand them). A word that names a file is
 * taken as it is, even when it holds brackets; a pattern without a match stays, so that the failure names it.
 */
export function namedPaths(words: readonly string[]): NamedPath[] {
  return words.flatMap((asked) => {
    const plain = path.resolve(asked);
    if (statSync(plain, { throwIfNoEntry: false }) !== undefined || !/[*?[\]{}]/.test(asked))
      return [{ asked, path: plain }];
    const found = globSync(asked).sort();
    return found.length > 0
      ? found.map((file) => ({ asked: file, path: path.resolve(file) }))
      : [{ asked, path: plain }];
  });
}

/** Absolute paths of the files that words name. */
export function expandPaths(words: readonly string[]): string[] {
  return namedPaths(words).map((named) => named.path);
}
