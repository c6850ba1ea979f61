import { ByteWriter } from './byte-writer.ts';
import type { LabelClasses, LabelRole } from './label-class.ts';
import { damagedLabels, NumberReader } from './number-reader.ts';
import type { FrameLabels } from './tiled-plane.ts';

/** A class as content names it: what its pixels mean, not how they are drawn. */
interface ContentClass {
  readonly id: number;
  readonly name: string;
  readonly role: LabelRole;
}

/** A frame's labels with the meaning of their classes: what a version keeps. */
export interface LabelContent extends FrameLabels {
  readonly classes: readonly ContentClass[];
}

const magic = 0x4c; // "L"
const layout = 1;

/**
 * Labels as bytes that are equal exactly when the labels are: their hash names them. Tiles and particles must be in the form in which
 * storage gives them (shortest tiles, ascending). Layout: 2 bytes mark, LEB128 width, height, then length and bytes of: classes
 * as JSON by ascending id, tiles, particles.
 */
export function encodeContent(labels: FrameLabels, classes: LabelClasses): Uint8Array<ArrayBuffer> {
  const named = classes.map(({ id, name, role }): ContentClass => ({ id, name, role })).sort((a, b) => a.id - b.id);
  const out = new ByteWriter();
  out.byte(magic);
  out.byte(layout);
  out.number(labels.width);
  out.number(labels.height);
  for (const part of [new TextEncoder().encode(JSON.stringify(named)), labels.tiles, labels.particles]) {
    out.number(part.length);
    out.bytes(part);
  }
  return out.done();
}

/** Throws `Failure` malformed. */
export function decodeContent(bytes: Uint8Array): LabelContent {
  const from = new NumberReader(bytes);
  if (from.byte() !== magic || from.byte() !== layout) throw damagedLabels('unknown encoding of a kept version');
  const width = from.number();
  const height = from.number();
  const [classes, tiles, particles] = [0, 1, 2].map(() => from.bytes(from.number()));
  return { width, height, classes: JSON.parse(new TextDecoder().decode(classes)) as ContentClass[], tiles, particles };
}
