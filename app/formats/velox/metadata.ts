import type { Metadata } from '../../domain/acquisition.ts';

/** NUL-padded JSON text as a metadata tree; what is no JSON gives an empty one. */
export function parseMetadata(bytes: Uint8Array): Metadata {
  const end = bytes.indexOf(0);
  const text = new TextDecoder().decode(end < 0 ? bytes : bytes.subarray(0, end));
  try {
    const tree = treeOf(JSON.parse(text), 0);
    return isTree(tree) ? tree : {};
  } catch {
    return {};
  }
}

/** The number at a path of names, also where it is written as text (Velox writes all numbers so); null without one. */
export function metadataNumber(metadata: Metadata, ...path: readonly string[]): number | null {
  const value = at(metadata, path);
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) ? number : null;
}

/** The text at a path of names, '' without one. */
export function metadataText(metadata: Metadata, ...path: readonly string[]): string {
  const value = at(metadata, path);
  return typeof value === 'string' ? value : '';
}

function at(metadata: Metadata, path: readonly string[]): Metadata[string] | undefined {
  let here: Metadata[string] | undefined = metadata;
  for (const name of path) {
    if (!isTree(here) || !Object.hasOwn(here, name)) return undefined;
    here = here[name];
  }
  return here;
}

function isTree(value: unknown): value is Metadata {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function treeOf(value: unknown, depth: number): Metadata[string] {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value;
  if (typeof value !== 'object' || value === null || depth > 32) return null;
  if (Array.isArray(value)) {
    if (value.every((v) => typeof v === 'string' || typeof v === 'number')) return value;
    return Object.fromEntries(value.map((v, i) => [String(i), treeOf(v, depth + 1)]));
  }
  return Object.fromEntries(Object.entries(value).map(([name, below]) => [name, treeOf(below, depth + 1)]));
}
