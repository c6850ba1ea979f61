import { describe, expect, it } from 'vitest';
import { patchesOf } from './training-bytes.ts';

describe('augmented patches', () => {
  it('come one after the other, each its grey levels before its classes', () => {
    const bytes = Uint8Array.of(10, 11, 12, 13, 0, 1, 255, 0, 20, 21, 22, 23, 1, 1, 1, 255);
    expect(patchesOf(bytes, 2)).toEqual([
      { side: 2, grey: Uint8Array.of(10, 11, 12, 13), classes: Uint8Array.of(0, 1, 255, 0) },
      { side: 2, grey: Uint8Array.of(20, 21, 22, 23), classes: Uint8Array.of(1, 1, 1, 255) },
    ]);
  });
});
