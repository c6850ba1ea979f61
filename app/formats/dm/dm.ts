import type { AcquiredImage, Acquisition } from '../../domain/acquisition.ts';
import type { Axis } from '../../domain/calibration.ts';
import type { ByteSource } from '../../ports/byte-source.ts';
import { malformed, notAnImage, unsupported } from '../byte-reader.ts';
import { type Format, stemOf } from '../format.ts';
import { acquiredImage, axis, bareAxis, expectSound } from '../image.ts';
import { elementTypeOf, planeReader } from './pixels.ts';
import {
  isArray,
  isGroup,
  metadataOf,
  numberAt,
  readTags,
  type Tag,
  type TagGroup,
  type TagTree,
  tagAt,
  textAt,
} from './tags.ts';

/** Gatan DigitalMicrograph 3 and 4: a tree of tags in which `ImageList` holds the images, thumbnails among them. */
function digitalMicrograph(version: 3 | 4): Format {
  return {
    id: `dm${version}`,
    title: `Gatan DigitalMicrograph ${version}`,
    extensions: [`dm${version}`],
    matches: (head) => {
      const order = version === 3 ? 11 : 15;
      return (
        head.length > order &&
        head[0] === 0 &&
        head[1] === 0 &&
        head[2] === 0 &&
        head[3] === version &&
        head[order - 1] === 0 &&
        head[order] <= 1
      );
    },
    open: async (source) => openDm(source),
  };
}

export const dm3 = digitalMicrograph(3);
export const dm4 = digitalMicrograph(4);

function openDm(source: ByteSource): Acquisition {
  const tree = readTags(source);
  const entries = imageEntries(source, tree.root);
  const images: AcquiredImage[] = [];
  const others: string[] = [];
  for (const entry of entries) {
    const shape = shapeOf(source, entry);
    const axes = axesOf(entry, shape);
    const other = otherThanImage(entry, shape, axes);
    if (other === null) images.push(imageOf(source, tree, entry, shape, axes));
    else others.push(other);
  }
  if (images.length === 0) {
    if (others.length > 0) throw notAnImage(source, others.join(' and '));
    throw malformed(source, 'it lists no image besides its thumbnail');
  }
  const whole = metadataOf(tree.root);
  const metadata = others.length === 0 ? whole : { ...whole, 'Not shown': others };
  return { format: `dm${tree.version}`, images, metadata, companions: [] };
}

/** The images of the file but its thumbnails: those the file marks, else a colour image before others. */
function imageEntries(source: ByteSource, root: TagGroup): TagGroup[] {
  const list = tagAt(root, 'ImageList');
  if (!isGroup(list)) throw malformed(source, 'its tags have no image list');
  const entries = Array.from(list.tags.values());
  const thumbnails = new Set<number | undefined>();
  const marked = tagAt(root, 'Thumbnails');
  if (isGroup(marked)) for (const tag of marked.tags.values()) thumbnails.add(numberAt(tag, 'ImageIndex'));
  else if (entries.length > 1 && numberAt(entries[0], 'ImageData', 'DataType') === 23) thumbnails.add(0);
  return entries.filter((tag, i): tag is TagGroup => !thumbnails.has(i) && isGroup(tagAt(tag, 'ImageData')));
}

function shapeOf(source: ByteSource, entry: TagGroup): number[] {
  const dimensions = tagAt(entry, 'ImageData', 'Dimensions');
  if (!isGroup(dimensions) || dimensions.tags.size === 0) throw malformed(source, 'an image has no dimensions');
  return Array.from(dimensions.tags.values(), Number).reverse();
}

const axisNames = ['x', 'y', 'z'];

/** value = (pixel - origin) * scale, so that offset = -origin * scale. The file lists the fastest axis first. */
function axesOf(entry: TagGroup, shape: readonly number[]): Axis[] {
  const dimensions = tagAt(entry, 'ImageData', 'Calibrations', 'Dimension');
  const calibrations: Tag[] = isGroup(dimensions) ? Array.from(dimensions.tags.values()) : [];
  return shape.map((size, i) => {
    const fromFastest = shape.length - 1 - i;
    const name = axisNames[fromFastest] ?? `axis ${fromFastest + 1}`;
    const calibration = calibrations[fromFastest];
    const scale = numberAt(calibration, 'Scale');
    if (scale === undefined) return bareAxis(name, size);
    const origin = numberAt(calibration, 'Origin') ?? 0;
    return axis(name, size, scale, -origin * scale, textAt(calibration, 'Units'));
  });
}

const energy = /^(m|k|M)?eV$/;

/** What an entry is when it is no image ("an EELS spectrum, 2048 channels"), or null. */
function otherThanImage(entry: TagGroup, shape: readonly number[], axes: readonly Axis[]): string | null {
  const channels = shape[shape.length - 1];
  const points = shape.slice(0, -1).reduce((a, b) => a * b, 1);
  const meta = tagAt(entry, 'ImageTags', 'Meta Data');
  const inPlane = axes.slice(-2).find((a) => energy.test(a.units));
  const spectral = inPlane !== undefined || (shape.length <= 2 && textAt(meta, 'Format').startsWith('Spectrum'));
  const kind = spectrumKind(entry, textAt(meta, 'Signal'));
  if (spectral && points > 1) return `${kind} spectra, ${points} points of ${channels} channels`;
  if (spectral) return `${kind} spectrum, ${channels} channels`;
  if (shape.length > 1) return null;
  const title = textAt(entry, 'Name');
  return `a line plot${title === '' ? '' : ` (${title})`}, ${channels} points`;
}

function spectrumKind(entry: TagGroup, signal: string): string {
  if (signal === 'X-ray') return 'an EDS';
  if (signal !== '') return `${/^[AEIO]/.test(signal) ? 'an' : 'a'} ${signal}`;
  return isGroup(tagAt(entry, 'ImageTags', 'EELS')) ? 'an EELS' : 'an energy';
}

function imageOf(
  source: ByteSource,
  tree: TagTree,
  entry: TagGroup,
  shape: readonly number[],
  axes: readonly Axis[],
): AcquiredImage {
  const dataType = numberAt(entry, 'ImageData', 'DataType') ?? 0;
  const data = tagAt(entry, 'ImageData', 'Data');
  const elementType = elementTypeOf(dataType);
  if (elementType === null)
    throw unsupported(
      source,
      `its pixels have Gatan data type ${dataType}`,
      'Convert the image to real numbers in DigitalMicrograph and save it again.',
    );
  if (!isArray(data)) throw malformed(source, 'an image has no pixels');
  const { littleEndian } = tree;
  const described = {
    name: textAt(entry, 'Name') || stemOf(source.name),
    shape,
    elementType,
    axes,
    calibrationSource: axes.slice(-2).some((a) => a.scale !== null) ? ('file tag' as const) : ('none' as const),
    metadata: metadataOf(entry),
  };
  const stored = { source, littleEndian, dataType, shape, data };
  expectSound(source, shape);
  return acquiredImage(source, described, planeReader(stored));
}
