import type { NewFile, StoredFile } from '../../app/ports/stored.ts';
import type { Reader, Writer } from './connection.ts';
import { findPlace, placeOf } from './file-places.ts';
import { missing } from './missing.ts';
import { packJson } from './packed-json.ts';

export interface FileRow {
  readonly id: number;
  readonly sha256: string;
  readonly bytes: number;
  readonly relative_path: string | null;
  readonly absolute_path: string;
  readonly packed: number;
  readonly format: string;
  readonly companions: string;
}

export const fileSelect =
  'SELECT id, sha256, bytes, relative_path, absolute_path, packed, format, companions FROM files';

export function fileFromRow(row: FileRow, folder: string): StoredFile {
  return {
    id: row.id,
    sha256: row.sha256,
    bytes: row.bytes,
    path: findPlace(folder, { relativePath: row.relative_path, absolutePath: row.absolute_path }),
    shownPath: row.relative_path ?? row.absolute_path,
    packed: row.packed === 1,
    format: row.format,
    companions: JSON.parse(row.companions) as string[],
  };
}

export function fileReads(reader: Reader, folder: string) {
  return {
    /** Files that an image of the project needs. */
    files: (): StoredFile[] =>
      reader
        .all<FileRow>(
          `${fileSelect} WHERE EXISTS (SELECT 1 FROM images i WHERE i.file_id = files.id AND i.removed = 0) ORDER BY id`,
        )
        .map((row) => fileFromRow(row, folder)),
  };
}

/** The id of the file with this content, kept with its newest place. A packed copy keeps its place. */
export function keepFile(writer: Writer, folder: string, file: NewFile): number {
  const known = writer.one<{ id: number; packed: number }>(
    'SELECT id, packed FROM files WHERE sha256 = ?',
    file.sha256,
  );
  if (known !== undefined) {
    if (known.packed === 0) moveFile(writer, folder, known.id, file.path, file.packed);
    return known.id;
  }
  const place = placeOf(folder, file.path);
  return writer.run(
    `INSERT INTO files (sha256, bytes, relative_path, absolute_path, packed, format, companions, metadata)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
    file.sha256,
    file.bytes,
    place.relativePath,
    place.absolutePath,
    file.packed ? 1 : 0,
    file.format,
    JSON.stringify(file.companions),
    packJson(file.metadata),
  ).id;
}

function moveFile(writer: Writer, folder: string, fileId: number, path: string, packed: boolean): void {
  const place = placeOf(folder, path);
  const { changes } = writer.run(
    'UPDATE files SET relative_path = ?, absolute_path = ?, packed = ? WHERE id = ?',
    place.relativePath,
    place.absolutePath,
    packed ? 1 : 0,
    fileId,
  );
  if (changes === 0) throw missing('file', fileId);
}

export function fileKeeping(writer: Writer, folder: string) {
  return {
    moveFile: (fileId: number, path: string, packed: boolean): void => moveFile(writer, folder, fileId, path, packed),
  };
}
