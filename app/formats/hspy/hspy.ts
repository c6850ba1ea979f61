import type { Metadata } from '../../domain/acquisition.ts';
import type { Axis } from '../../domain/calibration.ts';
import type { Attributes } from '../hdf5/attributes.ts';
import type { Dataset } from '../hdf5/dataset.ts';
import type { DatasetImage } from '../hdf5/dataset-image.ts';
import type { Hdf5Content, Hdf5Flavour } from '../hdf5/flavour.ts';
import type { Hdf5File } from '../hdf5/hdf5.ts';
import { axis, bareAxis } from '../image.ts';

/**
 * HyperSpy's own file, 1.0 to 3.x: `/Experiments/<title>` holds `data` and one group `axis-0`, `axis-1`, ... an axis,
 * slowest first. Axes marked `navigate` count frames or positions; the others are the signal: two of them make an
 * image, one a spectrum.
 */
export const hspy: Hdf5Flavour = {
  id: 'hspy',
  extensions: ['hspy', 'hdf5'],
  matches: (file) => file.has('/', 'Experiments') && file.kind('/Experiments') === 'group',
  describe,
};

function describe(file: Hdf5File): Hdf5Content {
  const images: DatasetImage[] = [];
  const others: string[] = [];
  for (const title of file.names('/Experiments')) {
    const group = `/Experiments/${title}`;
    if (!file.has(group, 'data') || file.kind(`${group}/data`) !== 'dataset') continue;
    const data = file.dataset(`${group}/data`);
    const signal = signalOf(file, group, data);
    if (signal.other === null) images.push({ name: title, data, axes: signal.axes, metadata: metadataOf(file, group) });
    else others.push(signal.other);
  }
  return { images, others, metadata: file.attributes('/') };
}

interface Signal {
  readonly axes: readonly Axis[];
  /** What it is when it is no image. */
  readonly other: string | null;
}

function signalOf(file: Hdf5File, group: string, data: Dataset): Signal {
  const names = file.names(group);
  const stated = data.shape.map((_, i) => (names.includes(`axis-${i}`) ? file.attributes(`${group}/axis-${i}`) : {}));
  const own = signalMetadata(file, group);
  const type = text(own['signal_type']);
  const sides = signalSides(stated, text(own['record_by']), type);
  const axes = data.shape.map((size, i) => axisOf(stated[i] as Attributes, size, i, data.shape.length));
  return { axes, other: otherThanImage(data, sides, type) };
}

/** How many axes the signal has: 2 for an image, 1 for a spectrum. Files before 1.2 say it in words. */
function signalSides(stated: readonly Attributes[], recordBy: string, type: string): number {
  const flags = stated.map((axis) => axis['navigate']);
  if (flags.every((flag) => typeof flag === 'boolean' || typeof flag === 'number')) {
    const signal = flags.filter((flag) => !flag).length;
    // nothing but positions: a map, such as an integrated intensity
    return signal === 0 ? Math.min(2, flags.length) : signal;
  }
  if (recordBy === 'spectrum' || /^E(EL|D)S/.test(type)) return 1;
  return Math.min(2, stated.length);
}

function otherThanImage(data: Dataset, sides: number, type: string): string | null {
  if (data.pixel === null) return `a table (${data.path})`;
  const rank = data.shape.length;
  if (rank >= 2 && sides >= 2) return null;
  const kind = type.startsWith('EELS') ? 'EELS ' : type.startsWith('EDS') ? 'EDS ' : '';
  const article = kind === '' ? 'a' : 'an';
  const channels = data.shape[rank - 1] ?? 1;
  if (rank < 2) return `${article} ${kind}spectrum of ${channels} channels`;
  const positions = data.shape.slice(0, -1).join(' × ');
  return `${article} ${kind}spectrum image of ${positions} positions and ${channels} channels`;
}

function axisOf(stated: Attributes, size: number, index: number, rank: number): Axis {
  const fallback = index === rank - 1 ? 'x' : index === rank - 2 ? 'y' : `axis ${index + 1}`;
  const name = text(stated['name']) || fallback;
  const { scale, offset } = stated;
  if (typeof scale !== 'number') return bareAxis(name, size);
  return axis(name, size, scale, typeof offset === 'number' ? offset : 0, text(stated['units']));
}

/** Text, without the words that HyperSpy writes for none. */
function text(value: Attributes[string] | Metadata[string] | undefined): string {
  return typeof value === 'string' && !/^(<undefined>|undefined|_None_|None)$/i.test(value) ? value : '';
}

/** Where the kind of signal is told: `mapped_parameters` before 2.0, `metadata/Signal` since. */
function signalMetadata(file: Hdf5File, group: string): Attributes {
  if (file.has(group, 'mapped_parameters')) return file.attributes(`${group}/mapped_parameters`);
  if (file.has(group, 'metadata') && file.has(`${group}/metadata`, 'Signal'))
    return file.attributes(`${group}/metadata/Signal`);
  return {};
}

function metadataOf(file: Hdf5File, group: string): Metadata {
  const kept = file
    .names(group)
    .filter((name) => ['metadata', 'mapped_parameters', 'original_metadata', 'original_parameters'].includes(name));
  return Object.fromEntries(kept.map((name) => [name, file.tree(`${group}/${name}`)]));
}
