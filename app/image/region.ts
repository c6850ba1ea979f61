/** A rectangle of whole pixels: columns [x, x + width), rows [y, y + height). */
export interface Region {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}
