import path from 'node:path';
import type { Reader } from './connection.ts';

/** Marks our databases, so that other programs and `file` know them: "MRPH". */
export const applicationId = 0x4d_52_50_48;

/** The database of the project in `folder`. */
export function databaseFile(folder: string): string {
  return path.join(folder, 'project.sqlite');
}

/** Number of the layout that a database has; 0 when it is empty. */
export function layoutOf(reader: Reader): number {
  return reader.value<number>('PRAGMA user_version') ?? 0;
}
