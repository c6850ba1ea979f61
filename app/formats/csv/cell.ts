/** A cell of text, quoted when RFC 4180 asks for it. */
export function csvCell(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** Digits that numbers are written with: far more than any measurement has, and fewer than rounding errors show up in. */
const digits = 12;
/** Powers of ten up to this are exact in binary. */
const mostPlaces = 22;

/** The shortest decimal text that is right to 12 significant digits; empty for what is no finite number. */
export function csvNumber(value: number): string {
  if (value - value !== 0) return '';
  if (value === 0 || (Number.isInteger(value) && Math.abs(value) < 1e15)) return String(value);
  const places = digits - 1 - Math.floor(Math.log10(Math.abs(value)));
  // A whole number over an exact power of ten is the number nearest to that decimal, so its shortest text is the decimal.
  if (places >= 0 && places <= mostPlaces) return String(Math.round(value * 10 ** places) / 10 ** places);
  return String(Number(value.toPrecision(digits)));
}
