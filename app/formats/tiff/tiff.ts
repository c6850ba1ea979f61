import type { AcquiredImage, Acquisition, Metadata } from '../../domain/acquisition.ts';
import type { Axis } from '../../domain/calibration.ts';
import { Failure } from '../../domain/failure.ts';
import type { ByteSource } from '../../ports/byte-source.ts';
import { type Format, stemOf } from '../format.ts';
import { acquiredImage, axis, bareAxis } from '../image.ts';
import { type Directory, isTiff, readDirectories } from './directory.ts';
import { type ImageJ, imageJCount, imageJOf, imageJPixelSize, imageJStackAxes } from './imagej.ts';
import { metadataOf } from './metadata.ts';
import { compression, type Page, readPage } from './page.ts';
import { microscopePixelSize, omePixels, type PixelSize, resolutionPixelSize } from './pixel-size.ts';
import { readPagePlane, readStackedPlane } from './plane.ts';

/**
 * TIFF and BigTIFF. Pages of one size and type are the frames of one image; a page of another size (a thumbnail, a label)
 * is an image of its own. ImageJ's stacks over 4 GB, which have one page for all planes, are read as stacks.
 */
export const tiff: Format = {
  id: 'tiff',
  title: 'TIFF',
  extensions: ['tif', 'tiff', 'btf', 'tf8', 'lsm'],
  matches: isTiff,
  open: async (source) => openTiff(source),
};

function openTiff(source: ByteSource): Acquisition {
  const directories = readDirectories(source);
  const notes = imageJOf(directories[0]);
  const { groups, skipped } = groupPages(source, directories);
  const images = groups.map((pages, i) => imageOf(source, pages, notes, nameOf(source, directories, pages, i)));
  const metadata = metadataOf(directories[0]);
  return {
    format: 'tiff',
    images,
    metadata: skipped.length > 0 ? { ...metadata, 'Not shown': skipped } : metadata,
    companions: [],
  };
}

/** Pages by size and type, in the order in which they first come. What can't be read besides the first is skipped. */
function groupPages(
  source: ByteSource,
  directories: readonly Directory[],
): { readonly groups: readonly (readonly Page[])[]; readonly skipped: readonly string[] } {
  const groups = new Map<string, Page[]>();
  const skipped: string[] = [];
  directories.forEach((directory, i) => {
    let page: Page;
    try {
      page = readPage(source, directory);
    } catch (thrown) {
      if (i === 0 || !(thrown instanceof Failure) || thrown.info.tag !== 'unsupported') throw thrown;
      skipped.push(`page ${i + 1}: ${thrown.message}`);
      return;
    }
    const key = [page.width, page.height, page.elementType, page.half, page.channels, page.reduced].join(' ');
    const group = groups.get(key);
    if (group) group.push(page);
    else groups.set(key, [page]);
  });
  return { groups: [...groups.values()], skipped };
}

function nameOf(source: ByteSource, directories: readonly Directory[], pages: readonly Page[], group: number): string {
  const stem = stemOf(source.name);
  return group === 0 ? stem : `${stem} (page ${directories.indexOf(pages[0].directory) + 1})`;
}

function imageOf(source: ByteSource, pages: readonly Page[], notes: ImageJ | null, name: string): AcquiredImage {
  const page = pages[0];
  const count = notes === null ? 1 : imageJCount(notes);
  const stacked = pages.length === 1 && count > 1 && page.compression === compression.none && !page.tiled;
  const planes = stacked ? count : pages.length;
  const lead = [...leadAxes(planes, notes, page.directory), ...channelAxis(page)];
  const size = pixelSizeOf(notes, page.directory);
  const axes = [...lead, sideAxis('y', page.height, size?.y), sideAxis('x', page.width, size?.x)];
  const described = {
    name,
    shape: axes.map((a) => a.size),
    elementType: page.elementType,
    ...(page.half ? { storedAs: 'float16' as const } : {}),
    axes,
    calibrationSource: size === null ? ('none' as const) : ('file tag' as const),
    metadata: pageMetadata(page),
  };
  return acquiredImage(source, described, (frame) => {
    if (stacked) return readStackedPlane(source, page, frame);
    return readPagePlane(source, pages[Math.floor(frame / page.channels)], frame % page.channels);
  });
}

function leadAxes(planes: number, notes: ImageJ | null, directory: Directory): readonly Axis[] {
  if (planes === 1) return [];
  if (notes !== null) return imageJStackAxes(notes, planes);
  return omeStackAxes(directory, planes) ?? [bareAxis('frame', planes)];
}

function channelAxis(page: Page): readonly Axis[] {
  return page.channels > 1 ? [bareAxis('channel', page.channels)] : [];
}

/** The axes of an OME stack, slowest first ("XYCZT": time, depth, channel), when they multiply to its planes. */
function omeStackAxes(directory: Directory, planes: number): readonly Axis[] | null {
  const pixels = omePixels(directory.text(270));
  const order = pixels['DimensionOrder'] ?? '';
  const names: Readonly<Record<string, string>> = { T: 'time', Z: 'z', C: 'channel' };
  const axes = order
    .slice(2)
    .split('')
    .toReversed()
    .map((letter) => {
      const size = Number(pixels[`Size${letter}`] ?? 1);
      const step = Number(letter === 'T' ? pixels['TimeIncrement'] : pixels[`PhysicalSize${letter}`]);
      const units =
        letter === 'T' ? (pixels['TimeIncrementUnit'] ?? 's') : (pixels[`PhysicalSize${letter}Unit`] ?? 'µm');
      return step > 0 ? axis(names[letter] ?? letter, size, step, 0, units) : bareAxis(names[letter] ?? letter, size);
    });
  return axes.reduce((n, a) => n * a.size, 1) === planes ? axes.filter((a) => a.size > 1) : null;
}

function pixelSizeOf(notes: ImageJ | null, directory: Directory): PixelSize | null {
  const microscope = microscopePixelSize(directory);
  if (microscope !== null) return microscope;
  return notes === null ? resolutionPixelSize(directory) : imageJPixelSize(notes, directory);
}

function sideAxis(name: string, size: number, side: PixelSize['x'] | undefined): Axis {
  return side === undefined ? bareAxis(name, size) : axis(name, size, side.scale, side.offset, side.units);
}

function pageMetadata(page: Page): Metadata {
  return {
    bitsPerSample: page.bits,
    samplesPerPixel: page.samples,
    compression: page.compression,
    colour: page.colour,
    photometricInterpretation: page.directory.number(262, 1),
  };
}
