/**
 * The fraction nearest to `value` (> 0) whose parts fit into 32 bits without sign, by continued fraction. TIFF states
 * resolutions so.
 */
export function rational(value: number): readonly [numerator: number, denominator: number] {
  const most = 2 ** 32 - 1;
  if (!(value > 0)) return [0, 1];
  if (value >= most) return [most, 1];
  if (value <= 1 / most) return [1, most];
  let [before, now]: [number, number][] = [
    [0, 1],
    [1, 0],
  ] as [[number, number], [number, number]];
  let rest = value;
  for (let step = 0; step < 64; step++) {
    const whole = Math.floor(rest);
    const next: [number, number] = [whole * now[0] + before[0], whole * now[1] + before[1]];
    if (next[0] > most || next[1] > most) break;
    [before, now] = [now, next];
    if (rest === whole || now[0] / now[1] === value) break;
    rest = 1 / (rest - whole);
  }
  return now;
}
