import type { Metadata } from '../../domain/acquisition.ts';
import type { Directory } from './directory.ts';
import { imageJOf } from './imagej.ts';
import { iniSections } from './ini.ts';
import { tags } from './page.ts';

const textTags: readonly (readonly [name: string, tag: number])[] = [
  ['description', tags.description],
  ['make', tags.make],
  ['model', tags.model],
  ['software', tags.software],
  ['dateTime', tags.dateTime],
  ['artist', tags.artist],
  ['hostComputer', 316],
];
const sectionTags: readonly (readonly [name: string, tag: number])[] = [
  ['FEI_SFEG', 34680],
  ['FEI_HELIOS', 34682],
];
const mostText = 100_000;

/** What a page says about itself in words: programs, dates, and the microscope's own sections. */
export function metadataOf(directory: Directory): Metadata {
  const found: Record<string, Metadata[string]> = {};
  for (const [name, tag] of textTags) {
    const text = directory.has(tag) ? directory.text(tag).trim() : '';
    if (text !== '') found[name] = text.slice(0, mostText);
  }
  for (const [name, tag] of sectionTags)
    if (directory.has(tag)) found[name] = iniSections(directory.text(tag).slice(0, mostText));
  if (directory.has(34118)) found['CZ_SEM'] = zeissEntries(directory.text(34118).slice(0, mostText));
  const notes = imageJOf(directory);
  if (notes !== null) found['ImageJ'] = { ...notes };
  return found;
}

/** Zeiss lines "AP_NAME", "label = value": label to value. */
function zeissEntries(text: string): Metadata {
  const pairs = text.split(/\r?\n/).filter((line) => line.includes('='));
  return Object.fromEntries(pairs.map((l) => [l.slice(0, l.indexOf('=')).trim(), l.slice(l.indexOf('=') + 1).trim()]));
}
