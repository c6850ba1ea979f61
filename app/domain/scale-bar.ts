/** A scale bar as it is drawn: its length in nm and in image px, and what is written beside it. */
export interface ScaleBar {
  readonly lengthNm: number;
  readonly px: number;
  readonly label: string;
}

/** A length of 1, 2 or 5 times a power of ten with the unit that keeps the number between 1 and 999: "50 nm", "2 µm". */
export function lengthLabel(nm: number): string {
  const units: readonly (readonly [perUnit: number, name: string])[] = [
    [1e6, 'mm'],
    [1e3, 'µm'],
    [1, 'nm'],
    [1e-3, 'pm'],
  ];
  // The lengths of a bar have one digit, so 0.2 nm and 0.5 nm read better than 200 pm and 500 pm.
  const [perUnit, name] = units.find(([size]) => nm >= size * (size === 1 ? 0.0999 : 0.999)) ?? units[3];
  return `${Number((nm / perUnit).toPrecision(3))} ${name}`;
}

/**
 * The longest bar of 1, 2 or 5 times a power of ten nm that takes at most three tenths of the image's width
 * (so at least about an eighth). Null when the pixel size is no positive number.
 */
export function niceScaleBar(pixelSizeNm: number, imageWidthPx: number): ScaleBar | null {
  const most = 0.3 * imageWidthPx * pixelSizeNm;
  if (!(most > 0) || !Number.isFinite(most)) return null;
  const exponent = Math.floor(Math.log10(most));
  const power = 10 ** exponent;
  const factor = [5, 2, 1].find((f) => f * power <= most * (1 + 1e-12)) ?? 1;
  // 10 ** -2 * 5 is not 0.05; the decimal text is.
  const lengthNm = Number(`${factor}e${exponent}`);
  return { lengthNm, px: lengthNm / pixelSizeNm, label: lengthLabel(lengthNm) };
}
