import { Failure } from '../../../app/domain/failure.ts';
import { electronBridge } from '../../client/electron.ts';
import { uploadFiles } from '../../state/uploads.ts';

/** A dropped file or folder: with its path where the host can tell it, else with its content to copy. */
export type Dropped =
  | { readonly kind: 'path'; readonly name: string; readonly path: string }
  | { readonly kind: 'content'; readonly name: string; readonly content: File };

/** Files at most that are copied from one drop: a whole disk dropped by mistake should not be. */
const copyLimit = 2000;

/** True while something that is dragged over the window brings files from outside. */
export function holdsFiles(transfer: DataTransfer): boolean {
  return [...transfer.types].includes('Files');
}

/**
 * What was dropped. Call it inside the drop event: afterwards the browser forgets. Folders are walked through where
 * only contents can be had. Throws `Failure` when there are too many files to copy.
 */
export async function droppedFiles(transfer: DataTransfer): Promise<Dropped[]> {
  const pathOf = electronBridge()?.pathOf;
  if (pathOf !== undefined) {
    return [...transfer.files].flatMap((file): Dropped[] => {
      const path = pathOf(file);
      return path === '' ? [] : [{ kind: 'path', name: file.name, path }];
    });
  }
  const items = [...transfer.items].filter((item) => item.kind === 'file');
  // A file that does not come from a folder of this computer (out of a page or a mail) has no entry, only content.
  const entries = items.map((item) => item.webkitGetAsEntry() ?? item.getAsFile());
  const found: Dropped[] = [];
  for (const entry of entries) {
    if (entry instanceof File) found.push({ kind: 'content', name: entry.name, content: entry });
    else if (entry !== null) await walk(entry, found);
  }
  return found;
}

/** Paths to import: known ones as they are, contents copied into the program first. Throws `Failure`. */
export async function droppedPaths(dropped: readonly Dropped[]): Promise<string[]> {
  const contents = dropped.flatMap((file) => (file.kind === 'content' ? [file] : []));
  const copied = contents.length === 0 ? [] : await uploadFiles(contents);
  return [...dropped.flatMap((file) => (file.kind === 'path' ? [file.path] : [])), ...copied];
}

async function walk(entry: FileSystemEntry, found: Dropped[]): Promise<void> {
  if (entry instanceof FileSystemFileEntry) {
    if (found.length >= copyLimit) {
      throw new Failure(
        'too-large',
        `More than ${copyLimit} files were dropped.`,
        'Use “Import a folder…”, which reads them where they are.',
      );
    }
    const content = await new Promise<File>((resolve, reject) => entry.file(resolve, reject));
    found.push({ kind: 'content', name: content.name, content });
    return;
  }
  if (!(entry instanceof FileSystemDirectoryEntry)) return;
  const reader = entry.createReader();
  for (;;) {
    // A reader hands out at most a hundred entries at a time.
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
    if (some.length === 0) return;
    for (const child of some) if (!child.name.startsWith('.')) await walk(child, found);
  }
}
