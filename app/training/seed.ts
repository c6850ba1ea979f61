/** One seed out of several numbers: neighbours give unrelated streams (finaliser of MurmurHash3 after each number). */
export function seedOf(...numbers: readonly number[]): number {
  let h = 0x9e3779b9;
  for (const number of numbers) {
    h = Math.imul(h ^ (number >>> 0), 0x85ebca6b);
    h ^= h >>> 13;
    h = Math.imul(h, 0xc2b2ae35);
    h = (h ^ (h >>> 16)) + 0x27d4eb2f;
  }
  return h >>> 0;
}
