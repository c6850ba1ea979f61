import { lengthLabel } from '../../domain/scale-bar.ts';
import type { Random } from '../../math/random.ts';
import { chance, pick } from '../draw.ts';
import type { Frame } from '../scene.ts';
import { drawText, type Lettering, textWidth } from './lettering.ts';
import { drawArrow, drawLine, fillBox } from './strokes.ts';

/** A picture of grey levels 0..255 while marks are burnt in; `covered` is 1 where a mark hides all that is under it. */
export interface Plate {
  readonly data: Float32Array;
  readonly covered: Uint8Array;
  readonly frame: Frame;
  /** nm a pixel */
  readonly pixelSize: number;
}

/** Black or white, whichever differs more from the mean of a place; sometimes a grey. */
function ink({ data, frame }: Plate, x: number, y: number, width: number, height: number, dice: Random): number {
  let [sum, n] = [0, 0];
  for (let j = Math.max(0, Math.floor(y)); j < Math.min(frame.height, y + height); j += 2)
    for (let i = Math.max(0, Math.floor(x)); i < Math.min(frame.width, x + width); i += 2) {
      sum += data[j * frame.width + i];
      n++;
    }
  const dark = sum / Math.max(1, n) < 128;
  if (chance(dice, 0.1)) return dark ? dice.uniform(160, 230) : dice.uniform(30, 100);
  return dark !== chance(dice, 0.06) ? 255 : 0;
}

const drawLettering = (height: number, dice: Random): Lettering => ({
  height,
  weight: dice.next(),
  lean: chance(dice, 0.12) ? 0.2 : 0,
  stretch: dice.uniform(0.72, 1.1),
});

/** A text, with a box behind it now and then. */
function label(
  plate: Plate,
  text: string,
  x: number,
  y: number,
  lettering: Lettering,
  boxed: boolean,
  dice: Random,
): void {
  const [width, height] = [textWidth(text, lettering), lettering.height];
  const pad = height * 0.3;
  let grey = ink(plate, x, y, width, height, dice);
  if (boxed) {
    const paper = chance(dice, 0.75) ? 255 : 0;
    fillBox(
      plate.data,
      plate.frame,
      { x: x - pad, y: y - pad, width: width + 2 * pad, height: height + 2 * pad },
      paper,
      plate.covered,
    );
    grey = 255 - paper;
  }
  drawText(plate.data, plate.frame, text, x, y, grey, lettering);
}

/** (a), b, C1, (iv): the letter of a panel in a corner. */
export function panelLetter(plate: Plate, dice: Random): void {
  const { width, height } = plate.frame;
  const small = Math.min(width, height);
  const letter = pick(dice, 'abcdefghABCDEFGH'.split(''));
  const text = pick(dice, [
    letter,
    letter,
    `(${letter})`,
    `(${letter})`,
    `${letter})`,
    `${letter}${dice.integer(1, 4)}`,
    `(${letter}${dice.integer(1, 4)})`,
    pick(dice, ['i', 'ii', 'iii', 'IV', 'II']),
  ]);
  const lettering = drawLettering(small * dice.uniform(0.03, 0.1), dice);
  const inset = small * dice.uniform(0.01, 0.04);
  const right = chance(dice, 0.12);
  const low = chance(dice, 0.05);
  const x = right ? width - inset - textWidth(text, lettering) : inset;
  label(plate, text, x, low ? height - inset - lettering.height : inset, lettering, chance(dice, 0.25), dice);
  if (chance(dice, 0.1)) {
    const name = pick(dice, [
      'SiO2',
      'AuNPs',
      'MOF-5',
      'pH 7',
      '2 h',
      '0.5 mM',
      'Pt/C',
      'x = 0.2',
      'TEM',
      'Fe3O4',
      '180 kV',
    ]);
    const at = right ? inset : width - inset - textWidth(name, lettering);
    label(plate, name, at, inset, lettering, chance(dice, 0.2), dice);
  }
}

/** A round length that spans 8 to 35 % of the frame's width. */
function barLength({ frame, pixelSize }: Plate, dice: Random): number {
  const span = frame.width * pixelSize;
  const fits: number[] = [];
  for (let power = Math.floor(Math.log10(span)) - 2; 10 ** power < span; power++)
    for (const digit of [1, 2, 3, 5]) {
      const length = digit * 10 ** power;
      if (length > 0.08 * span && length < 0.35 * span) fits.push(length);
    }
  return fits.length === 0 ? 0.2 * span : pick(dice, fits);
}

/** A scale bar with its length, in a lower corner. */
export function scaleBar(plate: Plate, floor: number, dice: Random): void {
  const { width } = plate.frame;
  const nm = barLength(plate, dice);
  const long = nm / plate.pixelSize;
  const small = Math.min(width, floor);
  const thick = Math.max(1, small * dice.uniform(0.004, 0.022));
  const text = chance(dice, 0.9) ? lengthLabel(nm).replace(' ', chance(dice, 0.3) ? '' : ' ') : '';
  const lettering = drawLettering(small * dice.uniform(0.022, 0.055), dice);
  const inset = small * dice.uniform(0.02, 0.06);
  const gap = lettering.height * dice.uniform(0.25, 0.7);
  const wide = Math.max(long, textWidth(text, lettering));
  const left = chance(dice, 0.35) ? inset : width - inset - wide;
  const above = chance(dice, 0.6);
  const tall = thick + (text === '' ? 0 : gap + lettering.height);
  const top = floor - inset - tall;
  let grey = ink(plate, left, top, wide, tall, dice);
  if (chance(dice, 0.2)) {
    const paper = chance(dice, 0.7) ? 255 : 0;
    const pad = lettering.height * dice.uniform(0.2, 0.6);
    fillBox(
      plate.data,
      plate.frame,
      { x: left - pad, y: top - pad, width: wide + 2 * pad, height: tall + 2 * pad },
      paper,
      plate.covered,
    );
    grey = 255 - paper;
  }
  const barY = (above ? top + tall - thick : top) + thick / 2;
  const barX = left + (wide - long) / 2;
  drawLine(plate.data, plate.frame, [barX, barY, barX + long, barY], thick, grey);
  if (chance(dice, 0.15))
    for (const x of [barX, barX + long])
      drawLine(plate.data, plate.frame, [x, barY - 2 * thick, x, barY + 2 * thick], Math.max(1, thick / 2), grey);
  const textX = left + (wide - textWidth(text, lettering)) / 2;
  drawText(plate.data, plate.frame, text, textX, above ? top : top + thick + gap, grey, lettering);
}

/** The microscope's own bar along the lower edge, as scanning microscopes burn in. Gives the row where it begins. */
export function infoBar(plate: Plate, dice: Random): number {
  const { width, height } = plate.frame;
  const tall = Math.round(height * dice.uniform(0.045, 0.11));
  const top = height - tall;
  const solid = chance(dice, 0.75);
  const paper = chance(dice, 0.8) ? 0 : 255;
  if (solid) fillBox(plate.data, plate.frame, { x: 0, y: top, width, height: tall }, paper, plate.covered);
  const grey = solid ? 255 - paper : ink(plate, 0, top, width, tall, dice);
  const kv = pick(dice, ['1.0', '3.0', '5.0', '10.0', '15.0', '20.0', '200']);
  const zoom = pick(dice, ['x10.0k', 'x50.0k', 'x100k', 'x200k', '80 000 x', 'x1.50k']);
  const words = [
    `${kv}kV`,
    `${dice.uniform(3, 12).toFixed(1)}mm`,
    zoom,
    pick(dice, ['SE(U)', 'LA0(U)', 'ETD', 'SEI', 'InLens', 'TLD']),
    `${dice.integer(1, 12)}/${dice.integer(1, 28)}/20${dice.integer(10, 24)}`,
  ];
  const gap = chance(dice, 0.5) ? ' ' : '  ';
  let shown = words.slice(0, dice.integer(2, words.length));
  const lettering = { ...drawLettering(Math.min(tall * 0.5, height * dice.uniform(0.018, 0.035)), dice), lean: 0 };
  const nm = barLength(plate, dice);
  const long = nm / plate.pixelSize;
  const x = width - long - width * 0.03;
  while (shown.length > 1 && textWidth(shown.join(gap), lettering) > x - 0.04 * width) shown = shown.slice(0, -1);
  drawText(
    plate.data,
    plate.frame,
    shown.join(gap),
    width * 0.015,
    top + (tall - lettering.height) * dice.uniform(0.2, 0.8),
    grey,
    lettering,
  );
  if (chance(dice, 0.5))
    drawLine(
      plate.data,
      plate.frame,
      [x, top + tall * 0.3, x + long, top + tall * 0.3],
      Math.max(1, tall * 0.06),
      grey,
    );
  else
    for (let k = 0; k <= 10; k++)
      drawLine(
        plate.data,
        plate.frame,
        [x + (k * long) / 10, top + tall * 0.15, x + (k * long) / 10, top + tall * (k % 5 === 0 ? 0.45 : 0.35)],
        1,
        grey,
      );
  const size = lengthLabel(nm);
  drawText(plate.data, plate.frame, size, x + (long - textWidth(size, lettering)) / 2, top + tall * 0.55, grey, {
    ...lettering,
    height: lettering.height * 0.9,
  });
  return top;
}

/** Arrows, frames of insets, and measured lengths, as authors point things out. */
export function pointers(plate: Plate, dice: Random): void {
  const { data, frame } = plate;
  const small = Math.min(frame.width, frame.height);
  const place = () => [dice.uniform(0.1, 0.9) * frame.width, dice.uniform(0.1, 0.9) * frame.height] as const;
  const grey = chance(dice, 0.5) ? 255 : dice.uniform(0, 255);
  const kind = dice.integer(0, 2);
  if (kind === 0) {
    const size = small * dice.uniform(0.015, 0.045);
    const angle = dice.uniform(0, 2 * Math.PI);
    for (let k = dice.integer(1, 5); k > 0; k--) {
      const [x, y] = place();
      drawArrow(data, frame, x, y, angle + dice.normal(0, 0.6), size * dice.uniform(1.5, 5), size, grey);
    }
  } else if (kind === 1) {
    const [x, y] = place();
    const [w, h] = [small * dice.uniform(0.08, 0.3), small * dice.uniform(0.08, 0.3)];
    const dash = chance(dice, 0.6) ? small * 0.012 : 0;
    const thick = Math.max(1, small * dice.uniform(0.002, 0.007));
    for (const [ax, ay, bx, by] of [
      [x, y, x + w, y],
      [x + w, y, x + w, y + h],
      [x + w, y + h, x, y + h],
      [x, y + h, x, y],
    ] as const)
      drawLine(data, frame, [ax, ay, bx, by], thick, grey, dash);
  } else {
    const [x, y] = place();
    const angle = dice.uniform(0, 2 * Math.PI);
    const r = small * dice.uniform(0.04, 0.18);
    drawLine(data, frame, [x, y, x + r * Math.cos(angle), y + r * Math.sin(angle)], Math.max(1, small * 0.004), grey);
    const text = lengthLabel(Number((r * plate.pixelSize).toPrecision(2)));
    drawText(
      data,
      frame,
      text,
      x + 0.02 * small,
      y + 0.02 * small,
      grey,
      drawLettering(small * dice.uniform(0.02, 0.04), dice),
    );
  }
}
