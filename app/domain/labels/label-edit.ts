import { ByteWriter } from './byte-writer.ts';
import { decodeLabelled, encodeLabelled, type LabelledInstance } from './labelled-instance.ts';
import { NumberReader } from './number-reader.ts';

/** Pixels of one image row that get the same class: [from, to) of row y. */
export interface ClassSpan {
  readonly y: number;
  readonly from: number;
  readonly to: number;
  /** Class id, or 0 for unlabelled. */
  readonly value: number;
}

/** One change of an image frame's labels, as it stands afterwards: one stroke, one fill, one merge. */
export interface LabelEdit {
  /** Ascending by y, then from; spans do not overlap. */
  readonly classes: readonly ClassSpan[];
  /** Particles that are new or differ now, whole. */
  readonly changed: readonly LabelledInstance[];
  /** Ids of particles that are gone. */
  readonly removed: readonly number[];
}

/** A few bytes a row of a stroke: LEB128 of (rows since the last span, columns since its end or the row's start, length), value. */
export function encodeLabelEdit({ classes, changed, removed }: LabelEdit): Uint8Array<ArrayBuffer> {
  const out = new ByteWriter();
  out.number(classes.length);
  let y = 0;
  let end = 0;
  for (const span of classes) {
    out.number(span.y - y);
    if (span.y !== y) end = 0;
    out.number(span.from - end);
    out.number(span.to - span.from);
    out.byte(span.value);
    y = span.y;
    end = span.to;
  }
  out.number(removed.length);
  for (const id of removed) out.number(id);
  out.bytes(encodeLabelled(changed));
  return out.done();
}

/** Throws `Failure` malformed. */
export function decodeLabelEdit(bytes: Uint8Array): LabelEdit {
  const from = new NumberReader(bytes);
  const classes: ClassSpan[] = [];
  let y = 0;
  let end = 0;
  for (let spans = from.number(); spans > 0; spans--) {
    const down = from.number();
    if (down > 0) end = 0;
    y += down;
    const start = end + from.number();
    end = start + from.number();
    classes.push({ y, from: start, to: end, value: from.byte() });
  }
  const removed: number[] = [];
  for (let gone = from.number(); gone > 0; gone--) removed.push(from.number());
  return { classes, removed, changed: decodeLabelled(from.rest()) };
}
