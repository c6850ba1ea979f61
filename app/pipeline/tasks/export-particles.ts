import type { Instance } from '../../domain/instance.ts';
import { decodeInstances } from '../../domain/instance-codec.ts';
import { cocoJson } from '../../formats/coco/instances.ts';
import { openAcquisition } from '../../formats/open.ts';
import type { RgbPicture } from '../../formats/overlay/canvas.ts';
import { renderOverlay } from '../../formats/overlay/overlay.ts';
import { writePng } from '../../formats/png/write.ts';
import { writeLabelTiff } from '../../formats/tiff/write.ts';
import { contrastLimits, histogram } from '../../image/histogram.ts';
import { toGrey } from '../../image/to-grey.ts';
import { instancesToPages } from '../../particles/pages.ts';
import { task } from '../../ports/task.ts';
import { type FrameAddress, imageAt } from './decode-frame.ts';
import type { FilePieces } from './export-table.ts';

/** The particles of an image frame, and which of them go out. */
export interface FrameParticles {
  /** From `encodeInstances`. */
  readonly bytes: Uint8Array;
  readonly width: number;
  readonly height: number;
  /** 1 for each instance that goes out; all when null. */
  readonly keep: Uint8Array | null;
  /** nm a pixel. */
  readonly pixelSize: number | null;
}

function kept({ bytes, keep }: FrameParticles): Instance[] {
  return decodeInstances(bytes).filter((_, i) => keep === null || keep[i] === 1);
}

/** Particles as a 32-bit label TIFF: 0 background, ids as in the table; those that overlap on further pages. */
export const labelTiffTask = task('export-labels', (frame: FrameParticles): Uint8Array => {
  const pages = instancesToPages(kept(frame), frame.width, frame.height);
  return writeLabelTiff(pages, { pixelSizeNm: frame.pixelSize });
});

export interface OverlayRequest {
  readonly address: FrameAddress;
  readonly frame: FrameParticles;
  /** The picture is shrunk by a whole number until no side is longer, px. */
  readonly longestSide?: number;
}

/** Every pixel the mean of `factor` x `factor`; what does not fill a pixel at the right and below is left out. */
function shrunk({ width, height, data }: RgbPicture, factor: number): RgbPicture {
  const small = { width: Math.floor(width / factor), height: Math.floor(height / factor) };
  const means = new Uint8Array(3 * small.width * small.height);
  const count = factor * factor;
  for (let y = 0; y < small.height; y++) {
    for (let i = 0; i < 3 * small.width; i++) {
      const channel = i % 3;
      const left = 3 * factor * ((i - channel) / 3) + channel;
      let sum = 0;
      for (let dy = 0; dy < factor; dy++) {
        const row = 3 * width * (y * factor + dy) + left;
        for (let dx = 0; dx < factor; dx++) sum += data[row + 3 * dx];
      }
      means[3 * small.width * y + i] = Math.round(sum / count);
    }
  }
  return { ...small, data: means };
}

/** A micrograph with the outlines of its particles and a scale bar, as PNG. */
export const overlayTask = task(
  'export-overlay',
  async ({ address, frame, longestSide }: OverlayRequest, { open, work }) => {
    const acquisition = await openAcquisition(open(address.path));
    const acquired = imageAt(acquisition.images, address);
    const pixels = await acquired.readFrame(address.frame);
    const image = toGrey(pixels, acquired.elementType, frame.width, frame.height, work.threads);
    const [low, high] = contrastLimits(histogram(image, work));
    const { pixelSize } = frame;
    const picture = renderOverlay({
      image,
      limits: { low, high },
      instances: kept(frame),
      pixelSize,
      scaleBar: pixelSize !== null,
    });
    const factor = Math.ceil(Math.max(frame.width, frame.height) / (longestSide ?? Number.POSITIVE_INFINITY));
    return writePng({ ...(factor > 1 ? shrunk(picture, factor) : picture), channels: 3 });
  },
);

/** Particles of many frames as COCO instance annotations. */
export const cocoTask = task(
  'export-coco',
  (
    {
      frames,
      program,
    }: { readonly frames: readonly (FrameParticles & { fileName: string })[]; readonly program: string },
    { work },
  ): FilePieces => {
    const encoder = new TextEncoder();
    const images = frames.map((frame, i) => ({
      id: i + 1,
      fileName: frame.fileName,
      width: frame.width,
      height: frame.height,
      instances: kept(frame),
    }));
    const pieces: Uint8Array[] = [];
    for (const text of cocoJson(images, { program })) {
      work.check();
      pieces.push(encoder.encode(text));
    }
    return { pieces };
  },
);
