import type { Metadata } from '../../domain/acquisition.ts';
import type { ByteSource } from '../../ports/byte-source.ts';
import { xmlMetadata } from './xml.ts';

const chunkBytes = 1 << 20;
/** Longest description believed; real ones take about 7 kB. */
const longest = 1 << 17;
/** Marks looked at; real files have a few for each series. */
const mostMarks = 10_000;
const overlapBytes = 12;
const start = ascii('<ObjectInfo>');
const end = ascii('</ObjectInfo>');
const serName = ascii('.ser');

function ascii(text: string): Uint8Array {
  return Uint8Array.from(text, (c) => c.charCodeAt(0));
}

/**
 * What an .emi file says of its .ser file number `wanted`, or null. In the file the path of a .ser file ("..._1.ser")
 * stands right before the XML of its object. The file is read in pieces; only the description is kept.
 */
export function emiDescription(source: ByteSource, wanted: number): Metadata | null {
  let number: number | null = null;
  let looked = 0;
  for (let at = 0; at < source.size && looked < mostMarks; at += chunkBytes) {
    // pieces overlap, so that no mark is cut in two
    const bytes = source.read(at, chunkBytes + overlapBytes);
    for (const mark of marks(bytes)) {
      if (mark >= chunkBytes || ++looked > mostMarks) break;
      if (bytes[mark] === serName[0]) number = numberBefore(bytes, mark) ?? number;
      else if (number === wanted) return describe(source, at + mark);
      else number = null;
    }
  }
  return null;
}

/** Where '.ser' and '<ObjectInfo>' stand, in order. */
function marks(bytes: Uint8Array): number[] {
  const places = [...placesOf(bytes, start), ...placesOf(bytes, serName)];
  return places.sort((a, b) => a - b);
}

function placesOf(bytes: Uint8Array, text: Uint8Array): number[] {
  const places: number[] = [];
  for (let at = bytes.indexOf(text[0]); at >= 0; at = bytes.indexOf(text[0], at + 1)) {
    if (places.length > mostMarks) break;
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
