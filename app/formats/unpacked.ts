import { Failure } from '../domain/failure.ts';
import type { ByteSource } from '../ports/byte-source.ts';
import { truncated } from './byte-reader.ts';

/** Unpacked sizes up to here are believed, and beyond that up to so many times the packed size. */
const trustedBytes = 96 * 2 ** 20;
const trustedRatio = 30;

/** Deflate makes at most 1032 bytes of one. */
export const deflateRatio = 1032;

/**
 * Throws before anything is allocated: `truncated` when `stored` packed bytes can't become `unpacked` (`ratio` = most
 * bytes that one can give), `too-large` when it is more than `trusted` and only a bomb would.
 */
export function expectUnpacks(
  source: ByteSource,
  stored: number,
  unpacked: number,
  ratio: number,
  trusted = trustedBytes,
): void {
  const packed = Math.min(stored, source.size);
  if (!(unpacked <= packed * ratio + 64)) throw truncated(source, 'pixels');
  if (unpacked > trusted && unpacked > trustedRatio * packed)
    throw new Failure(
      'too-large',
      `${source.name} would unpack to ${Math.round(unpacked / 2 ** 20)} MB, ${Math.round(unpacked / packed)} times its size.`,
      'If you trust it, save it without compression and open the result.',
      source.name,
    );
}
