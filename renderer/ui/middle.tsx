import { font } from './tokens.ts';

const ellipsis = '…';

let context: CanvasRenderingContext2D | null | undefined;

/** Width of a text in the window's own type at 13 px, px. */
function textWidth(text: string): number {
  context ??= document.createElement('canvas').getContext('2d');
  if (context === null) return text.length * 7;
  context.font = `13px ${font.body}`;
  return context.measureText(text).width;
}

/**
 * `text` made to fit into `width` by leaving out its middle: file names differ at their ends. `measure` gives the width
 * of a text in the same unit.
 */
export function cutMiddle(text: string, width: number, measure: (text: string) => number): string {
  if (measure(text) <= width) return text;
  // Letters kept in all; a little more of them at the start, where the eye begins.
  let low = 0;
  let high = text.length - 1;
  const cut = (kept: number) => {
    const start = Math.ceil(kept * 0.55);
    return text.slice(0, start).trimEnd() + ellipsis + text.slice(text.length - (kept - start)).trimStart();
  };
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (measure(cut(middle)) <= width) low = middle;
    else high = middle - 1;
  }
  return cut(low);
}

/** A name in one line of `width` px that gives way in its middle. */
export function MiddleCut({ text, width }: { readonly text: string; readonly width: number }) {
  return cutMiddle(text, width, textWidth);
}
