import type { Instance, RunMask } from '../../domain/instance.ts';
import type { GreyImage } from '../../domain/plane.ts';
import { forEachRun } from '../../domain/run-mask.ts';
import { niceScaleBar } from '../../domain/scale-bar.ts';
import { erodeRows, RowRuns, subtractRows } from '../../math/row-runs.ts';
import {
  black,
  type Colour,
  greyPicture,
  paintBox,
  paintRow,
  paintText,
  type RgbPicture,
  textBox,
  white,
} from './canvas.ts';

/** What is drawn over a micrograph. */
export interface Overlay {
  readonly image: GreyImage;
  /** Values shown as black and as white. */
  readonly limits: { readonly low: number; readonly high: number };
  readonly instances: readonly Instance[];
  /** Colour of each instance; Okabe and Ito's colours by id when left out. */
  readonly colours?: readonly Colour[];
  /** Opacity of the colour over the particle, 0..1; 0 when left out. */
  readonly fill?: number;
  /** Writes each particle's id on it. */
  readonly ids?: boolean;
  /** nm a pixel along x; without it no scale bar is drawn. */
  readonly pixelSize: number | null;
  readonly scaleBar: boolean;
}

/** Okabe and Ito's colours that stand out from grey, distinguishable with colour-vision deficiencies. */
export const okabeIto: readonly Colour[] = [
  [230, 159, 0],
  [86, 180, 233],
  [0, 158, 115],
  [240, 228, 66],
  [0, 114, 178],
  [213, 94, 0],
  [204, 121, 167],
];

/**
 * A micrograph with the outlines of its particles, if wanted their ids, and a scale bar of 1, 2 or 5 times a power of ten
 * at the lower left. Same size as the image; lines, letters and bar grow with it, so that the picture reads the same when
 * it is shown at the same width. Outlines run inside the particles' edges. Later instances are drawn over earlier ones.
 */
export function renderOverlay(overlay: Overlay): RgbPicture {
  const { image, limits, instances } = overlay;
  const picture = greyPicture(image, limits.low, limits.high);
  const across = Math.max(image.width, image.height);
  const line = Math.max(1, Math.round(across / 640));
  const colourOf = (i: number) => overlay.colours?.[i] ?? okabeIto[(instances[i].id - 1) % okabeIto.length];
  const shape = new Shape();
  instances.forEach(({ mask }, i) => {
    shape.load(mask);
    if ((overlay.fill ?? 0) > 0) paintRows(picture, shape.rows, colourOf(i), overlay.fill);
    paintRows(picture, shape.edge(line), colourOf(i));
  });
  if (overlay.ids === true) {
    for (const { id, mask } of instances) paintId(picture, String(id), mask, across);
  }
  if (overlay.scaleBar && overlay.pixelSize !== null) paintScaleBar(picture, overlay.pixelSize);
  return picture;
}

/** Scratch sets of one particle's pixels. */
class Shape {
  readonly rows = new RowRuns();
  readonly #edge = new RowRuns();
  readonly #inner = [new RowRuns(), new RowRuns()];

  load(mask: RunMask): void {
    this.rows.reset(mask.y);
    let row = mask.y;
    forEachRun(mask, (y, from, to) => {
      for (; row < y; row++) this.rows.endRow();
      this.rows.push(from, to);
    });
    this.rows.endRow();
  }

  /** The pixels within `width` px of the outside; erosions over 4 and 8 neighbours in turn keep corners round. */
  edge(width: number): RowRuns {
    let inner = this.rows;
    for (let i = 0; i < width; i++) {
      const next = this.#inner[i % 2];
      erodeRows(inner, i % 2 === 1, next);
      inner = next;
    }
    subtractRows(this.rows, inner, this.#edge);
    return this.#edge;
  }
}

function paintRows(picture: RgbPicture, rows: RowRuns, colour: Colour, opacity = 1): void {
  for (let row = 0; row < rows.height; row++) {
    for (let k = rows.start[row]; k < rows.start[row + 1]; k++) {
      paintRow(picture, rows.top + row, rows.from[k], rows.to[k], colour, opacity);
    }
  }
}

/**
 * Writes an id in the middle of the longest run of the particle's middle row, inside the picture: as large as the run
 * holds, within what can be read when a picture `across` px wide is shown on a page.
 */
function paintId(picture: RgbPicture, text: string, mask: RunMask, across: number): void {
  const middle = mask.y + (mask.height >> 1);
  let best = 0;
  let x = mask.x + mask.width / 2;
  forEachRun(mask, (row, from, to) => {
    if (row !== middle || to - from <= best) return;
    best = to - from;
    x = (from + to) / 2;
  });
  const fitting = Math.floor((0.8 * best) / textBox(text, 1).width);
  const size = Math.max(1, Math.round(across / 1400), Math.min(fitting, Math.round(across / 600)));
  const { width, height } = textBox(text, size);
  const left = Math.min(picture.width - width - size, Math.max(size, Math.round(x - width / 2)));
  const top = Math.min(picture.height - height - size, Math.max(size, Math.round(middle - height / 2)));
  paintText(picture, text, left, top, size, white);
}

/** The bar with its length above it, white in a dark frame, at the lower left. */
function paintScaleBar(picture: RgbPicture, pixelSize: number): void {
  const bar = niceScaleBar(pixelSize, picture.width);
  if (bar === null) return;
  const across = Math.min(picture.width, picture.height);
  const size = Math.max(1, Math.round(across / 240));
  const margin = Math.max(3, Math.round(across / 32));
  const thickness = Math.max(2, Math.round(across / 110));
  const frame = Math.max(1, Math.round(thickness / 3));
  const length = Math.max(1, Math.round(bar.px));
  const top = picture.height - margin - thickness;
  paintBox(picture, margin - frame, top - frame, length + 2 * frame, thickness + 2 * frame, black);
  paintBox(picture, margin, top, length, thickness, white);
  const { width, height } = textBox(bar.label, size);
  const x = Math.max(margin, Math.round(margin + (length - width) / 2));
  const y = top - frame - 2 * size - height;
  if (x + width + size <= picture.width && y >= size) paintText(picture, bar.label, x, y, size, white);
}
