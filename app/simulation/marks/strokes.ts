import type { Frame } from '../scene.ts';

/** Fills a rectangle with a grey; edges on whole pixels. Notes it in `covered` when it hides what is under it. */
export function fillBox(
  data: Float32Array,
  frame: Frame,
  box: { x: number; y: number; width: number; height: number },
  grey: number,
  covered: Uint8Array | null,
): void {
  const [x0, x1] = [Math.max(0, Math.round(box.x)), Math.min(frame.width, Math.round(box.x + box.width))];
  const [y0, y1] = [Math.max(0, Math.round(box.y)), Math.min(frame.height, Math.round(box.y + box.height))];
  if (x1 <= x0) return;
  for (let y = y0; y < y1; y++) {
    data.fill(grey, y * frame.width + x0, y * frame.width + x1);
    covered?.fill(1, y * frame.width + x0, y * frame.width + x1);
  }
}

/** Blends a straight stroke of a thickness (px) into a picture, its border soft over one pixel. `dash`: px drawn and left out in turn; 0 solid. */
export function drawLine(
  data: Float32Array,
  frame: Frame,
  [ax, ay, bx, by]: readonly [number, number, number, number],
  thickness: number,
  grey: number,
  dash = 0,
): void {
  const half = thickness / 2;
  const length = Math.max(1e-6, Math.hypot(bx - ax, by - ay));
  const [ux, uy] = [(bx - ax) / length, (by - ay) / length];
  const y1 = Math.min(frame.height - 1, Math.ceil(Math.max(ay, by) + half + 1));
  const x1 = Math.min(frame.width - 1, Math.ceil(Math.max(ax, bx) + half + 1));
  for (let y = Math.max(0, Math.floor(Math.min(ay, by) - half - 1)); y <= y1; y++)
    for (let x = Math.max(0, Math.floor(Math.min(ax, bx) - half - 1)); x <= x1; x++) {
      const [px, py] = [x + 0.5 - ax, y + 0.5 - ay];
      const along = px * ux + py * uy;
      if (dash > 0 && Math.floor(along / dash) % 2 !== 0) continue;
      const beyond = Math.max(0, -along, along - length);
      const away = Math.max(Math.abs(px * uy - py * ux), beyond);
      const share = Math.min(1, Math.max(0, half + 0.5 - away));
      data[y * frame.width + x] += share * (grey - data[y * frame.width + x]);
    }
}

/** An arrow whose point is at (x, y), coming from `angle`; `size` = length of its head, px. */
export function drawArrow(
  data: Float32Array,
  frame: Frame,
  x: number,
  y: number,
  angle: number,
  length: number,
  size: number,
  grey: number,
): void {
  const [c, s] = [Math.cos(angle), Math.sin(angle)];
  const shaft = Math.max(1.2, size * 0.28);
  drawLine(data, frame, [x + c * size * 0.8, y + s * size * 0.8, x + c * length, y + s * length], shaft, grey);
  for (let py = Math.max(0, Math.floor(y - size)); py <= Math.min(frame.height - 1, y + size); py++)
    for (let px = Math.max(0, Math.floor(x - size)); px <= Math.min(frame.width - 1, x + size); px++) {
      const [dx, dy] = [px + 0.5 - x, py + 0.5 - y];
      const along = dx * c + dy * s;
      const share = Math.min(
        1,
        Math.max(0, Math.min(along, size - along, 0.5 * along - Math.abs(dx * s - dy * c)) + 0.5),
      );
      if (along > -0.5) data[py * frame.width + px] += share * (grey - data[py * frame.width + px]);
    }
}
