import { z } from 'zod';
import { nanometresPer } from '../../domain/calibration.ts';
import { Failure } from '../../domain/failure.ts';
import type { ByteSource } from '../../ports/byte-source.ts';
import type { Unzstd } from '../../ports/unpack.ts';
import { malformed, unsupported } from '../byte-reader.ts';
import { readJson } from '../json.ts';
import { readZarrArray, type ZarrArray } from './zarr-array.ts';

/** Finds a file of the folder by its path with `/`; null when it is not there. */
export type OpenInside = (path: string) => ByteSource | null;

/** One label image of a folder. */
export interface ReadLabelGroup {
  readonly name: string;
  readonly array: ZarrArray;
  /** nm along x, or null. */
  readonly pixelSize: number | null;
  /** What this program wrote says it itself. */
  readonly kind: 'classes' | 'particles' | null;
  /** By value: class and colour where the file tells them. */
  readonly values: ReadonlyMap<number, ReadLabelValue>;
}

export interface ReadLabelValue {
  readonly className: string | null;
  readonly classId: number | null;
  readonly role: string | null;
  readonly colour: string | null;
}

const mostGroups = 1000;
const mostJson = 64 << 20;

const Attributes = z.object({
  multiscales: z
    .array(
      z.object({
        axes: z.array(z.object({ name: z.string(), unit: z.string().optional() })).optional(),
        datasets: z
          .array(
            z.object({
              path: z.string().min(1).max(200),
              coordinateTransformations: z
                .array(z.object({ type: z.string(), scale: z.array(z.number()).optional() }))
                .optional(),
            }),
          )
          .min(1),
      }),
    )
    .min(1),
  'image-label': z
    .object({
      colors: z.array(z.object({ 'label-value': z.number(), rgba: z.array(z.number()).optional() })).optional(),
      properties: z.array(z.looseObject({ 'label-value': z.number() })).optional(),
    })
    .optional(),
  morphoscope: z.object({ kind: z.enum(['classes', 'particles']) }).optional(),
});

/**
 * The label images of an OME-Zarr image, of its `labels` group, or of one label image in it (NGFF 0.4 and before, Zarr 2),
 * at full size. `folder` names it in messages. Throws `Failure` malformed, unsupported, truncated, too-large, not-found.
 */
export function readOmeZarrLabels(folder: string, open: OpenInside, unzstd?: Unzstd): ReadLabelGroup[] {
  const attributes = (path: string): unknown => {
    const file = open(`${path}.zattrs`);
    return file === null ? null : readJson(file, mostJson);
  };
  const top = attributes('');
  if (isObject(top) && 'image-label' in top) return [readGroup(folder, '', open, top, unzstd)];
  const isList = isObject(top) && Array.isArray(top['labels']);
  const listed = isList ? top : attributes('labels/');
  const names = isObject(listed) && Array.isArray(listed['labels']) ? listed['labels'] : null;
  if (names === null) {
    if (open('zarr.json') !== null)
      throw new Failure('unsupported', `${folder} is of Zarr version 3.`, 'Save it as OME-Zarr 0.4 (Zarr 2).', folder);
    throw new Failure(
      'malformed',
      `${folder} holds no OME-Zarr labels.`,
      'Choose the folder of the image or its labels.',
      folder,
    );
  }
  const inside = isList ? '' : 'labels/';
  return names.slice(0, mostGroups).map((name: unknown) => {
    if (typeof name !== 'string' || !/^[^/\\]+$/.test(name) || name === '..' || name === '.')
      throw new Failure('malformed', `${folder} lists labels without a proper name.`, 'Write it anew.', folder);
    const own = attributes(`${inside}${name}/`);
    if (own === null)
      throw new Failure(
        'not-found',
        `${folder} lists the labels ${name}, which are not there.`,
        'Copy the whole folder.',
        folder,
      );
    return readGroup(name, `${inside}${name}/`, open, own, unzstd);
  });
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function readGroup(
  name: string,
  path: string,
  open: OpenInside,
  content: unknown,
  unzstd: Unzstd | undefined,
): ReadLabelGroup {
  const described = open(`${path}.zattrs`) as ByteSource;
  const parsed = Attributes.safeParse(content);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw malformed(described, `the labels ${name} are no OME-Zarr: ${issue.path.join('.')} ${issue.message}`);
  }
  const { multiscales, 'image-label': label, morphoscope } = parsed.data;
  const [{ axes, datasets }] = multiscales;
  const [{ path: level, coordinateTransformations }] = datasets;
  if (!level.split('/').every((part) => part !== '' && part !== '.' && part !== '..'))
    throw unsupported(described, `the labels ${name} lie outside the folder`, 'Write it anew.');
  const scale = coordinateTransformations?.find((t) => t.type === 'scale')?.scale?.at(-1);
  const unit = axes?.at(-1)?.unit;
  const nm = unit === undefined ? null : nanometresPer(unit);
  return {
    name,
    array: readZarrArray(`${path}${level}/`, open, described, unzstd),
    pixelSize: scale === undefined || nm === null || !(scale > 0) ? null : scale * nm,
    kind: morphoscope?.kind ?? null,
    values: valuesOf(label),
  };
}

function valuesOf(label: z.infer<typeof Attributes>['image-label']): Map<number, ReadLabelValue> {
  const values = new Map<number, ReadLabelValue>();
  const none = { className: null, classId: null, role: null, colour: null };
  for (const { 'label-value': value, ...properties } of label?.properties ?? []) {
    const text = (key: string) =>
      typeof properties[key] === 'string' && properties[key] !== '' ? properties[key] : null;
    const id = properties['class-id'];
    values.set(value, {
      className: text('class') ?? text('className') ?? text('class_name'),
      classId: typeof id === 'number' && Number.isInteger(id) ? id : null,
      role: text('role'),
      colour: null,
    });
  }
  for (const { 'label-value': value, rgba } of label?.colors ?? []) {
    if (rgba === undefined || rgba.length < 3) continue;
    const hex = rgba.slice(0, 3).map((part) =>
      Math.min(255, Math.max(0, Math.round(part)))
        .toString(16)
        .padStart(2, '0'),
    );
    values.set(value, { ...(values.get(value) ?? none), colour: `#${hex.join('')}` });
  }
  return values;
}
