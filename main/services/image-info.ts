import type { ImageInfo } from '../../app/contract/nouns.ts';
import type { Disk } from '../../app/ports/disk.ts';
import type { StoredFile, StoredImage } from '../../app/ports/stored.ts';

/** Whether each file is where it should be, with the size it had. Every file is looked at once. */
async function presence(disk: Disk, images: readonly StoredImage[]): Promise<ReadonlySet<number>> {
  const files = new Map<number, StoredFile>(images.map(({ file }) => [file.id, file]));
  const there = new Set<number>();
  await Promise.all(
    [...files.values()].map(async (file) => {
      const found = await disk.look(file.path).catch(() => null);
      if (found?.kind === 'file' && found.bytes === file.bytes) there.add(file.id);
    }),
  );
  return there;
}

/** Stored images as they cross the border. */
export async function imageInfos(disk: Disk, images: readonly StoredImage[]): Promise<ImageInfo[]> {
  const there = await presence(disk, images);
  return images.map((image) => ({
    id: image.id,
    sampleId: image.sampleId,
    name: image.name,
    path: image.file.shownPath,
    available: there.has(image.file.id),
    packed: image.file.packed,
    format: image.file.format,
    imageIndex: image.imageIndex,
    fileSha256: image.file.sha256,
    width: image.width,
    height: image.height,
    frames: image.frames,
    elementType: image.elementType,
    calibration: image.calibration,
    min: image.min,
    max: image.max,
    imported: image.imported,
    latestRunId: image.latestRunId,
    particles: image.particles,
  }));
}

/** Files that are not where they were, or are not what they were. */
export async function missingFiles(disk: Disk, files: readonly StoredFile[]): Promise<StoredFile[]> {
  const missing = await Promise.all(
    files.map(async (file) => {
      const found = await disk.look(file.path).catch(() => null);
      return found?.kind === 'file' && found.bytes === file.bytes ? [] : [file];
    }),
  );
  return missing.flat();
}
