import { Failure } from '../domain/failure.ts';
import type { ByteSource } from '../ports/byte-source.ts';
import { malformed, readBytes } from './byte-reader.ts';

/** The largest JSON file that is read: longer texts don't fit a JavaScript string. */
const mostBytes = 400 * 2 ** 20;

/** A JSON file's content, unchecked. Throws `too-large` or `malformed`. */
export function readJson(source: ByteSource, most = mostBytes): unknown {
  if (source.size > most)
    throw new Failure(
      'too-large',
      `${source.name} is ${Math.round(source.size / 2 ** 20)} MB of text; up to ${Math.round(most / 2 ** 20)} MB are read.`,
      'Split it into several files.',
      source.name,
    );
  const text = new TextDecoder().decode(readBytes(source, 0, source.size, 'text'));
  try {
    return JSON.parse(text);
  } catch {
    throw malformed(source, 'it is no JSON');
  }
}
