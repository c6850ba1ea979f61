import type { ByteSource } from '../../ports/byte-source.ts';
import { malformed } from '../byte-reader.ts';
import type { Frame, Scan, Tables } from './header.ts';
import { zigzag } from './header.ts';
import { type HuffmanCode, ScanBits } from './huffman.ts';

/** The blocks of one component, in units of 8 x 8 samples, with those that fill up the last unit of the picture. */
export interface BlockGrid {
  readonly h: number;
  readonly v: number;
  /** Blocks across and down that hold picture, for scans of this component alone. */
  readonly columns: number;
  readonly rows: number;
  /** Blocks across that are stored. */
  readonly stride: number;
}

/** Decodes one block of a component: reads its bits into `into` at `at`. */
type BlockDecoder = (bits: ScanBits, component: number, into: Int16Array, at: number) => void;

/** Where a scan's blocks go. */
export interface BlockStore {
  /** Coefficients of each component. */
  readonly coefficients: readonly Int16Array[];
  /** Where the 64 coefficients of a block stand among those of its component. */
  offset(component: number, column: number, row: number): number;
  /** Called when a block is complete. */
  done(component: number, column: number, row: number): void;
}

/**
 * Decodes the entropy-coded data of a scan, starting at `start` of `bytes`; returns where the next marker stands.
 * Throws `truncated` or `malformed`.
 */
export function decodeScan(
  source: ByteSource,
  bytes: Uint8Array,
  start: number,
  frame: Frame,
  grids: readonly BlockGrid[],
  scan: Scan,
  tables: Tables,
  store: BlockStore,
): number {
  const bits = new ScanBits(source, bytes, start);
  const decoder = decoderOf(source, frame, scan, tables);
  const decode = (component: number, column: number, row: number): void => {
    decoder.block(bits, component, store.coefficients[component], store.offset(component, column, row));
    store.done(component, column, row);
  };
  const alone = scan.parts.length === 1 ? grids[scan.parts[0].component] : null;
  const most = grids.reduce((m, g) => ({ h: Math.max(m.h, g.h), v: Math.max(m.v, g.v) }), { h: 1, v: 1 });
  const across = alone?.columns ?? Math.ceil(frame.width / (8 * most.h));
  const down = alone?.rows ?? Math.ceil(frame.height / (8 * most.v));
  let left = tables.restartInterval || Number.POSITIVE_INFINITY;
  for (let unit = 0, total = across * down; unit < total; unit++) {
    if (left === 0) {
      bits.restart();
      decoder.restart();
      left = tables.restartInterval;
    }
    left--;
    const [column, row] = [unit % across, Math.floor(unit / across)];
    if (alone !== null) decode(scan.parts[0].component, column, row);
    else
      for (const { component } of scan.parts) {
        const { h, v } = grids[component];
        for (let y = 0; y < v; y++) for (let x = 0; x < h; x++) decode(component, column * h + x, row * v + y);
      }
  }
  bits.expectAll();
  return bits.position;
}

interface Decoder {
  readonly block: BlockDecoder;
  /** Forgets what carries over from block to block. */
  restart(): void;
}

function decoderOf(source: ByteSource, frame: Frame, scan: Scan, tables: Tables): Decoder {
  const codes = (kind: 'dc' | 'ac'): (HuffmanCode | undefined)[] => {
    const byComponent: (HuffmanCode | undefined)[] = [];
    for (const part of scan.parts) byComponent[part.component] = tables[kind][part[kind]];
    return byComponent;
  };
  const needsDc = scan.first === 0 && scan.highBit === 0;
  const needsAc = scan.last > 0;
  const dc = codes('dc');
  const ac = codes('ac');
  for (const { component } of scan.parts)
    if ((needsDc && dc[component] === undefined) || (needsAc && ac[component] === undefined))
      throw malformed(source, 'a scan uses a Huffman table that is not there');
  if (!frame.progressive) return baseline(dc as HuffmanCode[], ac as HuffmanCode[]);
  if (scan.first === 0) return needsDc ? progressiveDc(dc as HuffmanCode[], scan) : refineDc(scan);
  return scan.highBit === 0 ? progressiveAc(ac as HuffmanCode[], scan) : refineAc(source, ac as HuffmanCode[], scan);
}

/** ITU T.81, F.2.2: all coefficients of a block at once. */
function baseline(dc: readonly HuffmanCode[], ac: readonly HuffmanCode[]): Decoder {
  const previous = new Int32Array(4);
  return {
    restart: () => {
      previous.fill(0);
    },
    block: (bits, component, into, at) => {
      previous[component] += bits.signed(Math.min(16, bits.symbol(dc[component])));
      into[at] = previous[component];
      const code = ac[component];
      for (let k = 1; k < 64; k++) {
        const symbol = bits.symbol(code);
        const size = symbol & 15;
        const run = symbol >> 4;
        if (size === 0) {
          if (run < 15) break;
          k += 15;
          continue;
        }
        k += run;
        if (k > 63) break;
        into[at + zigzag[k]] = bits.signed(size);
      }
    },
  };
}

/** ITU T.81, G.1.2.1: the first bits of the mean of each block. */
function progressiveDc(dc: readonly HuffmanCode[], scan: Scan): Decoder {
  const previous = new Int32Array(4);
  return {
    restart: () => {
      previous.fill(0);
    },
    block: (bits, component, into, at) => {
      previous[component] += bits.signed(Math.min(16, bits.symbol(dc[component])));
      into[at] = previous[component] << scan.lowBit;
    },
  };
}

function refineDc(scan: Scan): Decoder {
  return {
    restart: () => undefined,
    block: (bits, _component, into, at) => {
      into[at] |= bits.bit() << scan.lowBit;
    },
  };
}

/** ITU T.81, G.1.2.2: the first bits of a band of coefficients; one code may end the band in many blocks at once. */
function progressiveAc(ac: readonly HuffmanCode[], scan: Scan): Decoder {
  let ended = 0;
  return {
    restart: () => {
      ended = 0;
    },
    block: (bits, component, into, at) => {
      if (ended > 0) {
        ended--;
        return;
      }
      for (let k = scan.first; k <= scan.last; k++) {
        const symbol = bits.symbol(ac[component]);
        const size = symbol & 15;
        const run = symbol >> 4;
        if (size === 0) {
          if (run < 15) {
            ended = (1 << run) + bits.bits(run) - 1;
            return;
          }
          k += 15;
          continue;
        }
        k += run;
        if (k > 63) return;
        into[at + zigzag[k]] = bits.signed(size) << scan.lowBit;
      }
    },
  };
}

/** ITU T.81, G.1.2.3: one more bit of the coefficients that are there, and new ones of that size. */
function refineAc(source: ByteSource, ac: readonly HuffmanCode[], scan: Scan): Decoder {
  const step = 1 << scan.lowBit;
  let ended = 0;
  const refine = (bits: ScanBits, into: Int16Array, place: number): void => {
    if (bits.bit() === 1 && (Math.abs(into[place]) & step) === 0) into[place] += into[place] > 0 ? step : -step;
  };
  return {
    restart: () => {
      ended = 0;
    },
    block: (bits, component, into, at) => {
      let k = scan.first;
      for (; ended === 0 && k <= scan.last; k++) {
        const symbol = bits.symbol(ac[component]);
        let run = symbol >> 4;
        const size = symbol & 15;
        let value = 0;
        if (size === 0) {
          if (run < 15) {
            ended = (1 << run) + bits.bits(run);
            break;
          }
        } else if (size === 1) value = bits.bit() === 1 ? step : -step;
        else throw malformed(source, 'a refining scan brings more than one bit');
        for (; k <= scan.last; k++) {
          const place = at + zigzag[k];
          if (into[place] !== 0) refine(bits, into, place);
          else if (run === 0) {
            into[place] = value;
            break;
          } else run--;
        }
      }
      if (ended === 0) return;
      for (; k <= scan.last; k++) if (into[at + zigzag[k]] !== 0) refine(bits, into, at + zigzag[k]);
      ended--;
    },
  };
}
