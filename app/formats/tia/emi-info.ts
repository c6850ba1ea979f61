import type { Metadata } from '../../domain/acquisition.ts';
import type { ByteSource } from '../../ports/byte-source.ts';
import { xmlMetadata } from './xml.ts';

const chunkBytes = 1 << 20;
/** Longest description believed; real ones take about 7 kB. */
const longest = 1 << 20;
const start = ascii('<ObjectInfo>');
const end = ascii('</ObjectInfo>');
const serName = ascii('.ser');

function ascii(text: string): Uint8Array {
  return Uint8Array.from(text, (c) => c.charCodeAt(0));
}

/**
 * The descriptions that an .emi file keeps of its .ser files, by their number. In the file the path of a .ser file
 * ("..._1.ser") stands right before the XML of its object. The file is read in pieces; only the descriptions are kept.
 */
export function emiDescriptions(source: ByteSource): ReadonlyMap<number, Metadata> {
  const found = new Map<number, Metadata>();
  let number: number | null = null;
  for (let at = 0; at < source.size; at += chunkBytes) {
    // pieces overlap, so that no mark is cut in two
    const bytes = source.read(at, chunkBytes + start.length + 12);
    for (const mark of marks(bytes)) {
      if (mark >= chunkBytes) break;
      if (bytes[mark] === serName[0]) number = numberBefore(bytes, mark) ?? number;
      else if (number !== null) {
        found.set(number, describe(source, at + mark));
        number = null;
      }
    }
  }
  return found;
}

/** Where '.ser' and '<ObjectInfo>' stand, in order. */
function marks(bytes: Uint8Array): number[] {
  const places = [...placesOf(bytes, start), ...placesOf(bytes, serName)];
  return places.sort((a, b) => a - b);
}

function placesOf(bytes: Uint8Array, text: Uint8Array): number[] {
  const places: number[] = [];
  for (let at = bytes.indexOf(text[0]); at >= 0; at = bytes.indexOf(text[0], at + 1)) {
    let same = 1;
    while (same < text.length && bytes[at + same] === text[same]) same++;
    if (same === text.length) places.push(at);
  }
  return places;
}

/** 12 of "..._12" right before `end`, or null. */
function numberBefore(bytes: Uint8Array, end: number): number | null {
  const before = String.fromCharCode(...bytes.subarray(Math.max(0, end - 8), end));
  const digits = /_(\d+)$/.exec(before)?.[1];
  return digits === undefined ? null : Number(digits);
}

function describe(source: ByteSource, at: number): Metadata {
  const bytes = source.read(at, longest);
  const [last] = placesOf(bytes, end);
  return last === undefined ? {} : xmlMetadata(new TextDecoder().decode(bytes.subarray(start.length, last)));
}
