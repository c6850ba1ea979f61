/** A cache that forgets what was used longest ago once the sizes add up to more than `capacity`. */
export interface Lru<V> {
  get(key: string): V | undefined;
  set(key: string, value: V): void;
  /** Forgets the keys that `fits`. */
  drop(fits: (key: string) => boolean): void;
  readonly used: number;
}

/**
 * `sizeOf` in the same unit as `capacity` (bytes). A value larger than the whole cache is not kept. `dropped` hears of
 * every value that leaves, so that it can free what it holds.
 */
export function createLru<V>(
  capacity: number,
  sizeOf: (value: V) => number,
  dropped: (value: V) => void = () => undefined,
): Lru<V> {
  const entries = new Map<string, V>();
  let used = 0;

  function remove(key: string): void {
    const value = entries.get(key);
    if (value === undefined) return;
    entries.delete(key);
    used -= sizeOf(value);
    dropped(value);
  }

  return {
    get: (key) => {
      const value = entries.get(key);
      if (value === undefined) return undefined;
      entries.delete(key);
      entries.set(key, value);
      return value;
    },
    set: (key, value) => {
      remove(key);
      const size = sizeOf(value);
      if (size > capacity) {
        dropped(value);
        return;
      }
      entries.set(key, value);
      used += size;
      for (const oldest of entries.keys()) {
        if (used <= capacity) break;
        remove(oldest);
      }
    },
    drop: (fits) => {
      for (const key of entries.keys()) if (fits(key)) remove(key);
    },
    get used() {
      return used;
    },
  };
}
