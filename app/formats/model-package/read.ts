import { Failure } from '../../domain/failure.ts';
import type { InputScale } from '../../domain/training/foreign-model.ts';
import type { ByteSource } from '../../ports/byte-source.ts';
import { isZip, type ZipEntry, zipEntries } from '../compressed/zip.ts';
import { readYaml, type Yaml } from './yaml-read.ts';

/** What a BioImage.IO package says of its model. */
export interface ReadModelPackage {
  readonly onnx: Uint8Array;
  readonly title: string;
  readonly help: string;
  readonly licence: string;
  /** Names of the output's channels; empty when the package does not say them. */
  readonly channels: readonly string[];
  /** How grey levels must reach the model. */
  readonly scale: InputScale;
}

type YamlMap = { readonly [key: string]: Yaml };

const mapOf = (value: Yaml | undefined): YamlMap =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {};
const listOf = (value: Yaml | undefined): readonly Yaml[] => (Array.isArray(value) ? value : []);
const textOf = (value: Yaml | undefined): string => (typeof value === 'string' ? value : '');

const refused = (source: ByteSource, why: string, remedy: string) =>
  new Failure('unsupported', `${source.name} can't be used: ${why}.`, remedy, source.name);

/** Whether a file is a package of a model: a ZIP archive with a description in it. */
export function isModelPackage(source: ByteSource): boolean {
  if (!isZip(source.read(0, 4))) return false;
  try {
    return descriptionIn(zipEntries(source)) !== undefined;
  } catch {
    return false;
  }
}

const descriptionIn = (entries: readonly ZipEntry[]): ZipEntry | undefined =>
  entries.find(({ name }) => /(^|\/)(rdf|bioimageio|model)\.yaml$/i.test(name)) ??
  entries.find(({ name }) => /\.rdf\.yaml$/i.test(name));

/** By what a package's first steps do to the image. Steps that only change its type change nothing. */
function scaleOf(steps: readonly Yaml[]): InputScale {
  for (const step of steps.map(mapOf)) {
    // version 0.5 says `id`, 0.4 `name`
    const name = textOf(step['id']) || textOf(step['name']);
    if (/zero_mean_unit_variance/.test(name)) return 'deviation';
    if (name === 'scale_range') return 'percentiles';
    if (name === 'scale_linear') return 'largest';
  }
  return 'none';
}

function channelsOf(output: YamlMap): string[] {
  for (const axis of listOf(output['axes']).map(mapOf))
    if (axis['type'] === 'channel') return listOf(axis['channel_names']).map(String);
  return [];
}

/**
 * Reads a BioImage.IO package of version 0.4 or 0.5. Throws `Failure` truncated, malformed (no package, a damaged description, a file
 * missing) or unsupported (no weights in ONNX, several inputs).
 */
export function readModelPackage(source: ByteSource): ReadModelPackage {
  const damaged = (why: string) =>
    new Failure(
      'malformed',
      `${source.name} is no package of a model: ${why}.`,
      'Download or export it again.',
      source.name,
    );
  if (!isZip(source.read(0, 4))) throw damaged('it is no ZIP archive');
  const entries = zipEntries(source);
  const entry = descriptionIn(entries);
  if (entry === undefined) throw damaged('it holds no rdf.yaml');
  let rdf: YamlMap;
  try {
    rdf = mapOf(readYaml(new TextDecoder().decode(entry.read())));
  } catch (thrown) {
    if (thrown instanceof Failure) throw thrown;
    throw damaged(`${entry.name} can't be read, ${thrown instanceof Error ? thrown.message : String(thrown)}`);
  }
  if (rdf['type'] !== undefined && rdf['type'] !== 'model') throw damaged(`it describes a ${textOf(rdf['type'])}`);
  const weights = mapOf(rdf['weights']);
  const onnx = mapOf(weights['onnx']);
  const file = textOf(onnx['source']);
  if (file === '') {
    const kinds = Object.keys(weights).join(', ');
    throw refused(
      source,
      `its weights are ${kinds || 'missing'}, not ONNX`,
      'Export it from its own program with ONNX weights.',
    );
  }
  if (/^https?:/.test(file)) throw refused(source, 'its weights lie on the net', 'Download the whole package.');
  const inputs = listOf(rdf['inputs']).map(mapOf);
  if (inputs.length > 1)
    throw refused(source, `it takes ${inputs.length} inputs`, 'Choose a model that takes one image.');
  const folder = entry.name.slice(0, entry.name.lastIndexOf('/') + 1);
  const plain = folder + file.replace(/^\.\//, '');
  const model = entries.find(({ name }) => name === plain) ?? entries.find(({ name }) => name.endsWith(`/${file}`));
  if (model === undefined) throw damaged(`${file} is missing in it`);
  return {
    onnx: model.read(),
    title: textOf(rdf['name']),
    help: textOf(rdf['description']),
    licence: textOf(rdf['license']),
    channels: channelsOf(mapOf(listOf(rdf['outputs'])[0])),
    scale: scaleOf(listOf(inputs[0]?.['preprocessing'])),
  };
}
