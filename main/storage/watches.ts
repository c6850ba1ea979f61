import type { StoredWatch } from '../../app/ports/stored.ts';
import type { Reader, Writer } from './connection.ts';
import { sampleOf } from './samples.ts';

export function watchReads(reader: Reader) {
  return {
    watches: (): StoredWatch[] =>
      reader.all<StoredWatch>(
        'SELECT path, sample_id AS sampleId, recipe_key AS recipeId, taken FROM watches ORDER BY path',
      ),
  };
}

export function watchKeeping(writer: Writer) {
  return {
    addWatch: (watch: StoredWatch): void => {
      sampleOf(writer, watch.sampleId);
      writer.run(
        `INSERT INTO watches (path, sample_id, recipe_key, taken) VALUES (?, ?, ?, ?)
         ON CONFLICT (path) DO UPDATE SET sample_id = excluded.sample_id, recipe_key = excluded.recipe_key`,
        watch.path,
        watch.sampleId,
        watch.recipeId,
        watch.taken,
      );
    },
    removeWatch: (path: string): void => {
      writer.run('DELETE FROM watches WHERE path = ?', path);
    },
    countTaken: (path: string, images: number): void => {
      writer.run('UPDATE watches SET taken = taken + ? WHERE path = ?', images, path);
    },
  };
}
