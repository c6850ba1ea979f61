import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** `count` micrographs of different content in `folder`: a sample with a few pixels changed. */
export function manyMicrographs(folder: string, count: number): void {
  mkdirSync(folder, { recursive: true });
  const bytes = readFileSync(path.resolve(import.meta.dirname, '../../samples/prisms-0.4mL-1.tif'));
  for (let i = 0; i < count; i++) {
    // A trailing note: the pixels stay, the file's hash changes.
    writeFileSync(
      path.join(folder, `frame-${String(i + 1).padStart(3, '0')}.tif`),
      Buffer.concat([bytes, Buffer.from(`#${i}`)]),
    );
  }
}
