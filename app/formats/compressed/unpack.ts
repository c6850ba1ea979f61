import type { ByteSource } from '../../ports/byte-source.ts';
import { extensionOf, stemOf } from '../format.ts';
import { bunzip2 } from './bzip2.ts';
import { gunzipSource } from './gzip.ts';
import { pagesSource } from './pages.ts';

/** The file inside a .gz or .bz2 file, known by its content; any other file is itself. */
export function unpacked(source: ByteSource): ByteSource {
  const head = source.read(0, 4);
  if (head[0] === 0x1f && head[1] === 0x8b && head[2] === 8) return gunzipSource(source, innerName(source.name));
  const level = head[3] - 0x30;
  if (head[0] === 0x42 && head[1] === 0x5a && head[2] === 0x68 && level >= 1 && level <= 9)
    return pagesSource(innerName(source.name), bunzip2(source), (name) => source.sibling(name));
  return source;
}

function innerName(name: string): string {
  return ['gz', 'gzip', 'bz2'].includes(extensionOf(name)) ? stemOf(name) : name;
}
