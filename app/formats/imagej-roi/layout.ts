// ImageJ's ROI file (ij.io.RoiEncoder and RoiDecoder describe it): big-endian, a header of 64 bytes, then coordinates,
// then a second header of 64 bytes, then the name in UTF-16.

export const magic = 0x496f7574; // "Iout"
export const headerBytes = 64;

/** Kinds of ROI at offset 6. Those without an area are left out of label files. */
export const kinds = [
  'polygon',
  'rectangle',
  'oval',
  'line',
  'freehand line',
  'polyline',
  'nothing',
  'freehand',
  'traced',
  'angle',
  'point',
] as const;
export type RoiKind = (typeof kinds)[number];

/** Offsets in the first header. */
export const at = {
  version: 4,
  kind: 6,
  top: 8,
  left: 10,
  bottom: 12,
  right: 14,
  corners: 16,
  /** uint32, where there are more corners than 16 bits tell. */
  manyCorners: 18,
  /** Floats in the list of segments; more than 0 makes the ROI a composite one. */
  segments: 36,
  strokeColour: 40,
  subtype: 48,
  options: 50,
  arc: 54,
  position: 56,
  header2: 60,
} as const;

/** Offsets in the second header. */
export const at2 = { slice: 8, frame: 12, name: 16, nameLength: 20, group: 30 } as const;

export const options = { spline: 1, subPixel: 128 } as const;
export const subtypes = { text: 1, arrow: 2, image: 4 } as const;

/** Kinds of segment of a composite ROI, and how many coordinates follow. */
export const segment = { move: 0, line: 1, quadratic: 2, cubic: 3, close: 4 } as const;
export const segmentCoordinates: readonly number[] = [2, 2, 4, 6, 0];
