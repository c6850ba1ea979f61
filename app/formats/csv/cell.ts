/** A cell of text, quoted when RFC 4180 asks for it. */
export function csvCell(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** The shortest decimal text that reads back as the same number; empty for what is no finite number. */
export function csvNumber(value: number): string {
  return value - value === 0 ? String(value) : '';
}
