import { cellMargin, renderCell } from '../../image/cells.ts';
import { stretchLimits } from '../../image/thumbnail.ts';
import type { ByteSource } from '../../ports/byte-source.ts';
import { type TaskEnvironment, task } from '../../ports/task.ts';
import type { DecodedFrame, FrameAddress } from './decode-frame.ts';
import { cachedFrame } from './frame-cache.ts';

/** Side of the kept cells, px. */
export const atlasCell = 64;

/** Particles of one image frame that a gallery wants to show. */
export interface GalleryGroup {
  readonly address: FrameAddress;
  readonly sha256: string;
  /** Bounding boxes (x, y, width, height) of ALL particles of the frame, px. */
  readonly boxes: Int32Array;
  /** Which of them are wanted, and at which cell of the result each goes. */
  readonly picks: readonly { readonly particle: number; readonly slot: number }[];
  /** File of kept cells of this frame: atlasCell x atlasCell bytes a particle; made when it is not there. */
  readonly atlas: string;
  /** Side of a cell in px of the micrograph, or null to fit each particle. */
  readonly side: number | null;
}

export interface GalleryRequest {
  readonly groups: readonly GalleryGroup[];
  /** px */
  readonly cell: number;
  readonly slots: number;
}

export interface GalleryCells {
  /** slots x cell x cell bytes of grey. */
  readonly cells: Uint8Array;
  /** Atlases that were made on the way and should be kept. */
  readonly made: readonly { readonly path: string; readonly bytes: Uint8Array }[];
}

function sideOf(boxes: Int32Array, particle: number): number {
  return Math.max(8, Math.max(boxes[particle * 4 + 2], boxes[particle * 4 + 3]) * cellMargin);
}

function limitsOf(frame: DecodedFrame): [low: number, high: number] {
  const stride = Math.round(frame.pixels.length / (frame.width * frame.height));
  const every = Math.max(1, Math.floor((frame.width * frame.height) / 20_000));
  const sample = new Float32Array(Math.ceil((frame.width * frame.height) / every));
  for (let i = 0; i < sample.length; i++) sample[i] = Number(frame.pixels[i * every * stride]);
  return stretchLimits(sample);
}

function fromFrame(
  frame: DecodedFrame,
  limits: readonly [number, number],
  boxes: Int32Array,
  particle: number,
  side: number,
  cell: number,
  out: Uint8Array,
  offset: number,
): void {
  const [x, y, w, h] = boxes.subarray(particle * 4, particle * 4 + 4);
  const stride = Math.round(frame.pixels.length / (frame.width * frame.height));
  renderCell(
    frame.pixels,
    frame.width,
    frame.height,
    stride,
    x + w / 2,
    y + h / 2,
    side,
    cell,
    limits[0],
    limits[1],
    out,
    offset,
  );
}

function makeAtlas(frame: DecodedFrame, boxes: Int32Array, work: TaskEnvironment['work']): Uint8Array {
  const count = boxes.length / 4;
  const bytes = new Uint8Array(count * atlasCell * atlasCell);
  const limits = limitsOf(frame);
  for (let p = 0; p < count; p++) {
    if (p % 64 === 0) work.check();
    fromFrame(frame, limits, boxes, p, sideOf(boxes, p), atlasCell, bytes, p * atlasCell * atlasCell);
  }
  return bytes;
}

function openAtlas(path: string, count: number, open: (path: string) => ByteSource): ByteSource | null {
  try {
    const source = open(path);
    return source.size === count * atlasCell * atlasCell ? source : null;
  } catch {
    return null;
  }
}

/**
 * Draws gallery cells. Few frames at a large cell size are drawn from the micrographs themselves; everything else from
 * the kept cells, so that a table sorted by any feature scrolls without decoding a frame a particle.
 */
export const galleryTask = task(
  'gallery',
  async ({ groups, cell, slots }: GalleryRequest, { open, work }): Promise<GalleryCells> => {
    const cells = new Uint8Array(slots * cell * cell).fill(40);
    const made: { path: string; bytes: Uint8Array }[] = [];
    for (const group of groups) {
      work.check();
      const { boxes } = group;
      const count = boxes.length / 4;
      if (groups.length <= 2 && cell > atlasCell) {
        const frame = await cachedFrame(group.address, group.sha256, open);
        const limits = limitsOf(frame);
        for (const { particle, slot } of group.picks) {
          fromFrame(
            frame,
            limits,
            boxes,
            particle,
            group.side ?? sideOf(boxes, particle),
            cell,
            cells,
            slot * cell * cell,
          );
        }
        continue;
      }
      const source = openAtlas(group.atlas, count, open);
      let bytes: Uint8Array | undefined;
      if (source === null) {
        bytes = makeAtlas(await cachedFrame(group.address, group.sha256, open), boxes, work);
        made.push({ path: group.atlas, bytes });
      }
      const size = atlasCell * atlasCell;
      for (const { particle, slot } of group.picks) {
        const own = bytes?.subarray(particle * size, (particle + 1) * size) ?? source?.read(particle * size, size);
        if (own === undefined || own.length < size) continue;
        // A cell of the atlas shows `sideOf` px of the micrograph; another side is a crop or a border of it.
        const side = ((group.side ?? sideOf(boxes, particle)) / sideOf(boxes, particle)) * atlasCell;
        renderCell(
          own,
          atlasCell,
          atlasCell,
          1,
          atlasCell / 2,
          atlasCell / 2,
          side,
          cell,
          0,
          255,
          cells,
          slot * cell * cell,
        );
      }
    }
    return { cells, made };
  },
);
