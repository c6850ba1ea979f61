import type { Acquisition } from '../domain/acquisition.ts';
import { Failure } from '../domain/failure.ts';
import type { ByteSource } from '../ports/byte-source.ts';
import { extensionOf, type Format, headBytes } from './format.ts';
import { formats } from './list.ts';

/** Opens a file of any listed format: by its content, else by its ending. Throws `Failure`. */
export async function openAcquisition(source: ByteSource): Promise<Acquisition> {
  const format = formatOf(source);
  if (format === null)
    throw new Failure(
      'unknown-format',
      `${source.name} is of no kind that Morphoscope reads.`,
      `It reads ${formats.map((f) => f.title).join(', ')}.`,
      source.name,
    );
  return format.open(source);
}

function formatOf(source: ByteSource): Format | null {
  const head = source.read(0, headBytes);
  const ending = extensionOf(source.name);
  return formats.find((f) => f.matches(head, source)) ?? formats.find((f) => f.extensions.includes(ending)) ?? null;
}
