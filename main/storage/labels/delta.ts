import { deflateRawSync, inflateRawSync } from 'node:zlib';
import type { RunMask } from '../../../app/domain/instance.ts';
import { ByteWriter } from '../../../app/domain/labels/byte-writer.ts';
import { NumberReader } from '../../../app/domain/labels/number-reader.ts';
import { putRuns, takeRuns } from './run-codec.ts';

// What an edit changed in one plane, readable both ways: runs of pixels with the class before and after; particles with
// their class and mark before and after and the pixels that they gained or lost.

/** Changed pixels of one tile, as indices into it, row-major. */
export interface TileDelta {
  readonly tile: number;
  /** Pixels from a row of the tile to the next. */
  readonly width: number;
  /** Pairs (start, length), starts ascending. */
  readonly runs: ArrayLike<number>;
  /** Class of each run before and after. */
  readonly before: ArrayLike<number>;
  readonly after: ArrayLike<number>;
}

/** What a particle is but for its pixels. */
export interface InstanceHead {
  readonly classId: number;
  readonly reviewed: boolean;
}

export interface InstanceDelta {
  readonly id: number;
  /** Null: it did not exist. */
  readonly before: InstanceHead | null;
  readonly after: InstanceHead | null;
  /** Pixels that it gained or lost; null when they stayed. */
  readonly pixels: RunMask | null;
}

export interface LabelDelta {
  /** In the order in which they happened; a tile may stand there twice. */
  readonly tiles: readonly TileDelta[];
  readonly instances: readonly InstanceDelta[];
}

const packedMark = 1;
/** Below this, packing gains nothing. */
const packFrom = 48;

function putTile(out: ByteWriter, { tile, width, runs, before, after }: TileDelta): void {
  out.number(tile);
  out.number(width);
  putRuns(out, runs, width);
  // Neighbouring runs mostly change from the same class to the same class.
  for (let r = 0; r < before.length; ) {
    const start = r++;
    while (r < before.length && before[r] === before[start] && after[r] === after[start]) r++;
    out.number(r - start);
    out.byte(before[start]);
    out.byte(after[start]);
  }
}

function takeTile(from: NumberReader): TileDelta {
  const tile = from.number();
  const width = from.number();
  const runs = takeRuns(from, width);
  const before = new Uint8Array(runs.length / 2);
  const after = new Uint8Array(runs.length / 2);
  for (let r = 0; r < before.length; ) {
    const end = r + from.number();
    before.fill(from.byte(), r, end);
    after.fill(from.byte(), r, end);
    r = end;
  }
  return { tile, width, runs, before, after };
}

function putInstance(out: ByteWriter, { id, before, after, pixels }: InstanceDelta): void {
  out.number(id);
  const bits = [before !== null, after !== null, before?.reviewed === true, after?.reviewed === true, pixels !== null];
  out.byte(bits.reduce((sum, bit, i) => sum + (bit ? 1 << i : 0), 0));
  if (before !== null) out.byte(before.classId);
  if (after !== null) out.byte(after.classId);
  if (pixels === null) return;
  for (const value of [pixels.x, pixels.y, pixels.width, pixels.height]) out.number(value);
  putRuns(out, pixels.runs, pixels.width);
}

function takeInstance(from: NumberReader): InstanceDelta {
  const id = from.number();
  const bits = from.byte();
  const before = (bits & 1) === 0 ? null : { classId: from.byte(), reviewed: (bits & 4) !== 0 };
  const after = (bits & 2) === 0 ? null : { classId: from.byte(), reviewed: (bits & 8) !== 0 };
  if ((bits & 16) === 0) return { id, before, after, pixels: null };
  const [x, y, width, height] = [from.number(), from.number(), from.number(), from.number()];
  return { id, before, after, pixels: { x, y, width, height, runs: takeRuns(from, width) } };
}

export function encodeDelta({ tiles, instances }: LabelDelta): Uint8Array {
  const out = new ByteWriter();
  out.number(tiles.length);
  for (const tile of tiles) putTile(out, tile);
  out.number(instances.length);
  for (const instance of instances) putInstance(out, instance);
  const plain = out.done();
  const packed = plain.length < packFrom ? plain : deflateRawSync(plain, { level: 6 });
  const smaller = packed.length < plain.length;
  const bytes = new Uint8Array(1 + (smaller ? packed : plain).length);
  bytes[0] = smaller ? packedMark : 0;
  bytes.set(smaller ? packed : plain, 1);
  return bytes;
}

/** Throws `Failure` malformed, or what zlib throws. */
export function decodeDelta(bytes: Uint8Array): LabelDelta {
  const body = bytes.subarray(1);
  const from = new NumberReader(bytes[0] === packedMark ? inflateRawSync(body) : body);
  const tiles = Array.from({ length: from.number() }, () => takeTile(from));
  const instances = Array.from({ length: from.number() }, () => takeInstance(from));
  return { tiles, instances };
}
