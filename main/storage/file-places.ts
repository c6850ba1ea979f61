import { existsSync } from 'node:fs';
import path from 'node:path';

/** The two ways in which a project remembers where a file is. */
export interface FilePlace {
  /** `/`-separated, from the project folder; null when the file is on another drive. */
  readonly relativePath: string | null;
  readonly absolutePath: string;
}

/** How `file` is remembered by the project in `folder`. */
export function placeOf(folder: string, file: string): FilePlace {
  const absolutePath = path.resolve(file);
  const relative = path.relative(folder, absolutePath);
  // On Windows there is no way from one drive to another.
  const relativePath = path.isAbsolute(relative) || relative === '' ? null : relative.split(path.sep).join('/');
  return { relativePath, absolutePath };
}

/**
 * Where the file is now. First as seen from the project, so that a folder that holds both can be moved or sent; then
 * where it was; a file that is at neither place is named by where it was.
 */
export function findPlace(folder: string, place: FilePlace): string {
  if (place.relativePath === null) return place.absolutePath;
  const near = path.resolve(folder, ...place.relativePath.split('/'));
  return near === place.absolutePath || existsSync(near) ? near : place.absolutePath;
}
