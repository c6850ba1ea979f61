import { createStore } from 'zustand/vanilla';
import { Failure } from '../../app/domain/failure.ts';
import { upload } from '../client/bytes.ts';

/** Files on their way into the program: dropped on a window that cannot know their paths. */
export interface Uploading {
  readonly files: number;
  readonly done: number;
  /** Name of the file under way. */
  readonly name: string;
}

export const uploadStore = createStore<{ readonly uploading: Uploading | null }>()(() => ({ uploading: null }));

let abort: AbortController | null = null;

export function stopUpload(): void {
  abort?.abort();
}

/**
 * Copies files into the program one after the other; resolves with their paths there. Throws `Failure` (stopped when
 * the person stopped it).
 */
export async function uploadFiles(files: readonly { name: string; content: Blob }[]): Promise<string[]> {
  if (abort !== null) {
    throw new Failure('wrong-usage', 'Other files are still being copied.', 'Drop these again when they are in.');
  }
  const mine = new AbortController();
  abort = mine;
  const paths: string[] = [];
  try {
    for (const file of files) {
      uploadStore.setState({ uploading: { files: files.length, done: paths.length, name: file.name } });
      paths.push(await upload(file.name, file.content, { signal: mine.signal }));
    }
    return paths;
  } finally {
    abort = null;
    uploadStore.setState({ uploading: null });
  }
}
