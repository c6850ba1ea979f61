import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RunMask } from '../instance.ts';
import { maskOfPlane, paintMask } from '../run-mask.ts';
import { xorMasks } from './mask-xor.ts';

const image = { x: 0, y: 0, width: 12, height: 9 };
const plane = fc
  .record({ x: fc.nat(11), y: fc.nat(8), bits: fc.array(fc.boolean(), { minLength: 108, maxLength: 108 }) })
  .map(({ x, y, bits }) => Uint8Array.from(bits, (bit, i) => (bit && i % 12 >= x && Math.floor(i / 12) >= y ? 1 : 0)));

/** The same pixels with every run cut in single pixels and rows and columns to spare around. */
function clumsy(mask: RunMask): RunMask {
  const runs: number[] = [];
  const [width, height] = [mask.width + 2, mask.height + 1];
  for (let r = 0; r < mask.runs.length; r += 2) {
    for (let k = 0; k < mask.runs[r + 1]; k++) {
      const at = mask.runs[r] + k;
      runs.push(Math.floor(at / mask.width) * width + (at % mask.width), 1);
    }
  }
  return { x: mask.x, y: mask.y, width, height, runs: Uint32Array.from(runs) };
}

describe('pixels of exactly one of two masks', () => {
  it('are those of the planes, in the shortest form', () => {
    fc.assert(
      fc.property(plane, plane, (a, b) => {
        const differ = Uint8Array.from(a, (v, i) => v ^ b[i]);
        const [maskA, maskB] = [maskOfPlane(a, image, 1), maskOfPlane(b, image, 1)];
        const wanted = maskOfPlane(differ, image, 1);
        expect(xorMasks(maskA, maskB)).toEqual(wanted);
        if (maskA !== null) expect(xorMasks(clumsy(maskA), maskB)).toEqual(wanted);
        const back = xorMasks(wanted, maskB);
        expect(back).toEqual(maskA);
        const painted = new Uint8Array(108);
        if (back !== null) paintMask(back, painted, image, 1);
        expect(painted).toEqual(a);
      }),
    );
  });
});
