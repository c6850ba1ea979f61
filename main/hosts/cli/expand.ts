import { globSync, statSync } from 'node:fs';
import path from 'node:path';

/**
 * Absolute paths of words that may hold wildcards (shells on Windows don't expand them). A word that names a file is
 * taken as it is, even when it holds brackets; a pattern without a match stays, so that the failure names it.
 */
export function expandPaths(words: readonly string[]): string[] {
  return words.flatMap((word) => {
    const plain = path.resolve(word);
    if (statSync(plain, { throwIfNoEntry: false }) !== undefined || !/[*?[\]{}]/.test(word)) return [plain];
    const found = globSync(word)
      .map((f) => path.resolve(f))
      .sort();
    return found.length > 0 ? found : [plain];
  });
}
