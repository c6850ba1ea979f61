import { openAcquisition } from '../../formats/open.ts';
import type { ByteSource } from '../../ports/byte-source.ts';
import { type DecodedFrame, type FrameAddress, imageAt, showable } from './decode-frame.ts';

/** Decoded frames that this worker thread keeps, newest last; at most this many bytes. */
const budget = 400 * 2 ** 20;
const kept = new Map<string, DecodedFrame>();

const keyOf = ({ path, imageIndex, frame }: FrameAddress, version: string) =>
  `${version}/${path}/${imageIndex}/${frame}`;

/** A decoded frame that is in this thread's memory, which is then the last to leave it. Callers must not write into it. */
export function keptFrame(address: FrameAddress, version: string): DecodedFrame | undefined {
  const key = keyOf(address, version);
  const known = kept.get(key);
  if (known === undefined) return undefined;
  kept.delete(key);
  kept.set(key, known);
  return known;
}

/**
 * A decoded frame, from this thread's memory when it was asked for lately. Callers must not write into it.
 * @param version changes when the file's content may have changed (its sha256)
 */
export async function cachedFrame(
  address: FrameAddress,
  version: string,
  open: (path: string) => ByteSource,
): Promise<DecodedFrame> {
  const known = keptFrame(address, version);
  if (known !== undefined) return known;
  const key = keyOf(address, version);
  const acquisition = await openAcquisition(open(address.path));
  const image = imageAt(acquisition.images, address);
  const [height, width] = image.shape.slice(-2);
  const frame = { width, height, ...showable(image.elementType, await image.readFrame(address.frame)) };
  kept.set(key, frame);
  let bytes = 0;
  for (const f of kept.values()) bytes += f.pixels.byteLength;
  for (const [oldest, f] of kept) {
    if (bytes <= budget || kept.size === 1) break;
    kept.delete(oldest);
    bytes -= f.pixels.byteLength;
  }
  return frame;
}
