import type { AcquiredImage } from '../../domain/acquisition.ts';
import { inspectImage, type PixelSummary } from '../../formats/inspect.ts';
import { openAcquisition } from '../../formats/open.ts';
import { task } from '../../ports/task.ts';

export interface InspectedImageData extends PixelSummary {
  readonly name: string;
  readonly axes: readonly { size: number; scale: number | null; offset: number; units: string }[];
  readonly calibrationSource: AcquiredImage['calibrationSource'];
}

/** Everything that a file holds, with statistics and a hash of the pixels of each image; a plane in memory at a time. */
export const inspectFileTask = task(
  'inspect-file',
  async ({ path }: { readonly path: string }, { open, work, sha256 }) => {
    const acquisition = await openAcquisition(open(path));
    const images: InspectedImageData[] = [];
    for (const image of acquisition.images) {
      const axes = image.axes.map(({ size, scale, offset, units }) => ({ size, scale, offset, units }));
      const { name, calibrationSource } = image;
      images.push({ name, ...(await inspectImage(image, work, sha256())), axes, calibrationSource });
    }
    return { format: acquisition.format, images };
  },
);
