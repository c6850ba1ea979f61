import type { Metadata } from '../../domain/acquisition.ts';
import type { Axis } from '../../domain/calibration.ts';
import { stemOf } from '../format.ts';
import type { AttributeValue } from '../hdf5/attributes.ts';
import type { Dataset } from '../hdf5/dataset.ts';
import type { DatasetImage } from '../hdf5/dataset-image.ts';
import type { Hdf5Content, Hdf5Flavour } from '../hdf5/flavour.ts';
import type { Hdf5File } from '../hdf5/hdf5.ts';
import { axis, bareAxis } from '../image.ts';

/**
 * EMD as Berkeley defined it (0.x), as Prismatic and py4DSTEM write it, and its 1.0 successor. Any group marked
 * `emd_group_type` 1 (in 1.0: 'array') holds one dataset and a small dataset `dim1`, `dim2`, ... an axis, with name and
 * units. Two values of a longer axis are its first two.
 */
export const ncem: Hdf5Flavour = {
  id: 'emd-ncem',
  extensions: ['emd', 'h5'],
  matches: (file) => dataGroups(file).length > 0,
  describe,
};

function describe(file: Hdf5File): Hdf5Content {
  const images: DatasetImage[] = [];
  const others: string[] = [];
  for (const group of dataGroups(file)) {
    const data = dataIn(file, group);
    if (data === null) continue;
    const metadata = file.attributes(group);
    const spectrum = spectrumIn(data, metadata);
    if (spectrum !== null) others.push(spectrum);
    else images.push({ name: nameOf(file, group), data, axes: axesOf(file, group, data), metadata });
  }
  return { images, others, metadata: metadataOf(file) };
}

const deepest = 8;
const mostVisited = 3000;

/** Paths of the groups that hold a dataset with axes, in the file's order. */
function dataGroups(file: Hdf5File): readonly string[] {
  const found: string[] = [];
  let visited = 0;
  const visit = (path: string, depth: number): void => {
    for (const name of file.names(path)) {
      visited += 1;
      if (depth > deepest || visited > mostVisited) return;
      const below = path === '/' ? `/${name}` : `${path}/${name}`;
      if (file.kind(below) !== 'group') continue;
      const type = file.attributes(below)['emd_group_type'];
      if ([1, '1', 'array'].includes(only(type) as number | string)) found.push(below);
      else visit(below, depth + 1);
    }
  };
  visit('/', 1);
  return found;
}

/** The dataset of a group: called `data`, or whatever is not an axis (Prismatic: `realslice`, `datacube`). */
function dataIn(file: Hdf5File, group: string): Dataset | null {
  const names = file.names(group).filter((name) => !/^_?dim\d+/.test(name));
  const ordered = names.includes('data') ? ['data', ...names] : names;
  const name = ordered.find((n) => file.kind(`${group}/${n}`) === 'dataset');
  return name === undefined ? null : file.dataset(`${group}/${name}`);
}

function spectrumIn(data: Dataset, metadata: Metadata): string | null {
  const size = data.shape.join(' × ');
  if (data.pixel === null) return `a table (${data.path})`;
  if (data.shape.length < 2) return `a list of ${size || 1} values (${data.path})`;
  if (metadata['record_by'] === 'spectrum') return `a spectrum image (${size})`;
  return null;
}

function axesOf(file: Hdf5File, group: string, data: Dataset): readonly Axis[] {
  const names = file.names(group);
  const first = names.includes('dim0') ? 0 : 1;
  const rank = data.shape.length;
  return data.shape.map((size, i) => {
    const fallback = i === rank - 1 ? 'x' : i === rank - 2 ? 'y' : `axis ${i + 1}`;
    const path = `${group}/dim${i + first}`;
    if (!names.includes(`dim${i + first}`) || file.kind(path) !== 'dataset') return bareAxis(fallback, size);
    const { name, units } = file.attributes(path);
    const label = textOf(name) || fallback;
    const step = stepOf(file.numbers(path), size);
    if (step === null) return bareAxis(label, size);
    return axis(label, size, step.scale, step.offset, plainUnits(textOf(units)));
  });
}

/** What some programs write as an array of one. */
const only = (value: AttributeValue | undefined) => (Array.isArray(value) && value.length === 1 ? value[0] : value);

function textOf(value: AttributeValue | undefined): string {
  const text: unknown = only(value);
  return typeof text === 'string' ? text : '';
}

/** First value and step of an axis of `size` points, or null when its values are missing or not evenly spaced. */
function stepOf(values: readonly number[], size: number): { scale: number; offset: number } | null {
  const [first = 0, second = 0] = values;
  if (values.length === 2) return { scale: second - first, offset: first };
  if (values.length < 2 || values.length !== size) return null;
  const scale = ((values[size - 1] as number) - first) / (size - 1);
  const even = values.every((v, i) => Math.abs(v - first - i * scale) <= Math.abs(scale) * 0.05);
  return even ? { scale, offset: first } : null;
}

/** EMD writes units as "[n_m]", "[u_m]", "[n_m^-1]"; here "nm", "um", "nm^-1". Pixels are no unit. */
function plainUnits(units: string): string {
  const plain = units
    .trim()
    .replace(/^\[(.*)\]$/, '$1')
    .replaceAll('_', '');
  return /^(px|pix|pixels?|unitless|none|n\/a)$/i.test(plain) ? '' : plain;
}

function nameOf(file: Hdf5File, group: string): string {
  const name = group.slice(group.lastIndexOf('/') + 1);
  return ['__unnamed__', 'data', 'data_group', 'datacube'].includes(name) ? stemOf(file.source.name) : name;
}

/** The groups at the top that describe the session: microscope, sample, user, comments. */
function metadataOf(file: Hdf5File): Metadata {
  const names = file.names('/').filter((name) => ['microscope', 'sample', 'user', 'comments'].includes(name));
  const own = file.attributes('/');
  return { ...own, ...Object.fromEntries(names.map((name) => [name, file.tree(`/${name}`)])) };
}
