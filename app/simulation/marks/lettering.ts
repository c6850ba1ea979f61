import type { Frame } from '../scene.ts';

const letters = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz().,:-+/%=µ×[]';

/** Seven rows of five dots a letter; each digit (base 32) is one row, its highest bit the leftmost dot. */
const dots =
  'ehhhhhe4c4444eeh1248vv2421he26aiv22vgu11heegguhhev124444ehhehheehhf11eehhvhhhuhhuhhuehgggheuhhhhhuvgguggvvgguggg' +
  'ehgnhhehhhvhhhe44444e72222ichikokihggggggvhrllhhhhpljhhhehhhhheuhhugggehhhliduhhukihfgge11uv444444hhhhhhehhhhaa4' +
  'hhhllrhhha4ahhhha4444v1248gv00e1fhfgguhhhu00eggge11fhhhf00ehvge68u888800fhf1eggmphhh40c444e20622icggikokic44444e' +
  '00qlllh00mphhh00ehhhe00uhugg00fhf1100moggg88u0s2s00uggic00hhhjd00hhha400hhlla00ha4ah00hhf1e00v248v48ggg844211124' +
  '00000cc0000c480cc0cc0000u000044v44011248ggpp248jj00v0v0000hhjtg0ha4ah0sgggggs7111117';

const [columns, rows] = [5, 7] as const;

/** How a text is drawn. Lengths in px. */
export interface Lettering {
  /** Height of a capital. */
  readonly height: number;
  /** Boldness: 0 thin .. 1 heavy. */
  readonly weight: number;
  /** Lean to the right, share of the height; 0 upright. */
  readonly lean: number;
  /** Width over that of the plain letters, about 0.7..1.2. */
  readonly stretch: number;
}

const advance = (l: Lettering): number => (l.height / rows) * l.stretch * (columns + 1);

/** Width of a text, px. */
export const textWidth = (text: string, lettering: Lettering): number => text.length * advance(lettering);

function dotAt(letter: number, column: number, row: number): number {
  if (letter < 0 || column < 0 || row < 0 || column >= columns || row >= rows) return 0;
  return (Number.parseInt(dots[letter * rows + row], 32) >> (columns - 1 - column)) & 1;
}

/**
 * Blends a text into a picture: `x`, `y` its upper left corner, `grey` its value. The dots are joined smoothly and cut at half their
 * height, which rounds the strokes. Letters that the alphabet lacks leave a gap.
 */
export function drawText(
  data: Float32Array,
  frame: Frame,
  text: string,
  x: number,
  y: number,
  grey: number,
  lettering: Lettering,
): void {
  const scale = lettering.height / rows;
  const across = scale * lettering.stretch;
  const cut = 0.62 - 0.34 * lettering.weight;
  const soft = Math.max(0.08, 0.45 / scale);
  for (let c = 0; c < text.length; c++) {
    const letter = letters.indexOf(text[c]);
    if (letter < 0) continue;
    const left = x + c * advance(lettering);
    const top = Math.floor(y - scale);
    const from = Math.floor(left - scale);
    const to = left + across * columns + scale + lettering.lean * lettering.height;
    for (let py = Math.max(0, top); py < Math.min(frame.height, y + lettering.height + scale); py++)
      for (let px = Math.max(0, from); px < Math.min(frame.width, to); px++) {
        const v = (py + 0.5 - y) / scale - 0.5;
        const u = (px + 0.5 - left - lettering.lean * (lettering.height - (py + 0.5 - y))) / across - 0.5;
        const [cu, cv] = [Math.floor(u), Math.floor(v)];
        const [tu, tv] = [u - cu, v - cv];
        const ink =
          (dotAt(letter, cu, cv) * (1 - tu) + dotAt(letter, cu + 1, cv) * tu) * (1 - tv) +
          (dotAt(letter, cu, cv + 1) * (1 - tu) + dotAt(letter, cu + 1, cv + 1) * tu) * tv;
        const share = Math.min(1, Math.max(0, 0.5 + (ink - cut) / (2 * soft)));
        if (share > 0) data[py * frame.width + px] += share * (grey - data[py * frame.width + px]);
      }
  }
}
