/** Side of a frame of the stack, px, and how many there are. */
export const stackSide = 256;
export const stackFrames = 5;

/** An MRC file of `frames` square frames, int16, 0.5 nm/px. `value` gives the grey level of each pixel. */
export function mrcOf(
  side: number,
  frames: number,
  value: (x: number, y: number, frame: number) => number,
): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(1024 + 2 * side * side * frames);
  const view = new DataView(bytes.buffer);
  const int = (at: number, ...values: readonly number[]) => {
    for (const [i, one] of values.entries()) view.setInt32(at + 4 * i, one, true);
  };
  const real = (at: number, ...values: readonly number[]) => {
    for (const [i, one] of values.entries()) view.setFloat32(at + 4 * i, one, true);
  };
  // size, mode 1 (int16), start, sampling; cell in angstrom and degrees; axis order; least, largest and mean value
  int(0, side, side, frames, 1, 0, 0, 0, side, side, frames);
  real(40, 5 * side, 5 * side, 5 * frames, 90, 90, 90);
  int(64, 1, 2, 3);
  real(76, 80, 219, 190);
  bytes.set([0x4d, 0x41, 0x50, 0x20, 0x44, 0x44, 0, 0], 208);
  let at = 1024;
  for (let frame = 0; frame < frames; frame++) {
    for (let y = 0; y < side; y++) {
      for (let x = 0; x < side; x++) {
        view.setInt16(at, value(x, y, frame), true);
        at += 2;
      }
    }
  }
  return bytes;
}

/** 5 frames in which a dark disc of radius 30 px goes to the right by 8 px a frame. */
export function mrcStack(): Uint8Array {
  return mrcOf(stackSide, stackFrames, (x, y, frame) => {
    const inside = (x - 80 - 8 * frame) ** 2 + (y - 100) ** 2 < 900;
    return (inside ? 80 : 200) + ((x * 7 + y * 13) % 20);
  });
}
