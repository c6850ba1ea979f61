// A bitmap font of 5 x 7 pixels, drawn for labels on micrographs. Each glyph is seven base-32 digits, one a row from the
// top; its five bits are the pixels from the left.

const characters = '0123456789.,-+/%():#=_ ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyzµÅ²';
const rows =
  'ehjlphe 4c4444e eh1248v eh161he 26aiv22 vgu11he 68guhhe v122444 ehhehhe ehhf12c 00000cc 0000c48 000v000 044v440 ' +
  '11248gg pp248jj 2488842 8422248 0cc0cc0 aavavaa 00v0v00 000000v 0000000 ehhvhhh uhhuhhu ehggghe uhhhhhu vgguggv ' +
  'vgguggg ehgnhhf hhhvhhh e44444e 72222ic hikokih ggggggv hrllhhh hppljjh ehhhhhe uhhuggg ehhhlid uhhukih fgge11u ' +
  'v444444 hhhhhhe hhhhaa4 hhhllrh hha4ahh hha4444 v1248gv 00e1fhf gguhhhu 00fgggf 11fhhhf 00ehvge 68u8888 0fhhf1e ' +
  'gguhhhh 40c444e 20622ic ggikoki c44444e 00qllll 00uhhhh 00ehhhe 00uhugg 00fhf11 00moggg 00fge1u 88u8886 00hhhhf ' +
  '00hhaa4 00hllla 00ha4ah 00hhf1e 00v248v 0hhhrlg 40ehvhh c24e000';

const glyphs: ReadonlyMap<string, readonly number[]> = new Map(
  rows.split(' ').map((glyph, i) => [characters[i], Array.from(glyph, (digit) => Number.parseInt(digit, 32))]),
);
/** Drawn for a character that the font lacks: an empty box. */
const unknown = Array.from('vhhhhhv', (digit) => Number.parseInt(digit, 32));

export const glyphWidth = 5;
export const glyphHeight = 7;
/** From the left edge of one glyph to that of the next, font pixels. */
export const advance = 6;

/** Width of a line of text in font pixels, without the gap after the last glyph. */
export function textWidth(text: string): number {
  return Math.max(0, Array.from(text).length * advance - 1);
}

/** Visits every set pixel of a line of text, in font pixels from its upper left corner. */
export function forEachTextPixel(text: string, visit: (x: number, y: number) => void): void {
  Array.from(text).forEach((character, at) => {
    const glyph = glyphs.get(character) ?? unknown;
    for (let y = 0; y < glyphHeight; y++) {
      for (let x = 0; x < glyphWidth; x++) if ((glyph[y] >> (glyphWidth - 1 - x)) & 1) visit(at * advance + x, y);
    }
  });
}
