/** What an image serves for: learning, choosing settings, or the scores on the card. */
export type Part = 'training' | 'validation' | 'test';

/** FNV-1a, 32 bits: spreads short names evenly and is the same everywhere. */
function spread(name: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < name.length; i++) hash = Math.imul(hash ^ name.charCodeAt(i), 0x01000193) >>> 0;
  // the low bits of the last letters are weak
  return (hash ^ (hash >>> 15)) >>> 0;
}

/**
 * Images are divided by the article that they come from, so that nothing of an article that is tested was ever learned from:
 * about a fifth of the articles are the test, a tenth the validation. Follows from the name of the article alone.
 */
export function partOf(article: string): Part {
  const place = spread(article) % 1000;
  if (place < 200) return 'test';
  return place < 290 ? 'validation' : 'training';
}
