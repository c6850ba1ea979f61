/**
 * Spacing (period) that pixel (u, v) of a centred spectrum of side `size` stands for: in px of the image, or in the unit of
 * `pixelSize` a pixel. Infinite at the centre.
 */
export function spacingAt(u: number, v: number, size: number, pixelSize = 1): number {
  return (size * pixelSize) / Math.hypot(u - size / 2, v - size / 2);
}
