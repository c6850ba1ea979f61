import type { BytesReply, BytesRequest } from '../../app/contract/bytes.ts';
import type { Disk } from '../../app/ports/disk.ts';
import type { TaskRunner } from '../../app/ports/task.ts';
import type { Labels } from './labels.ts';
import type { ProjectReader } from './project-reader.ts';
import type { TrainingRoom } from './training-room.ts';

export interface BytesPorts {
  readonly reader: ProjectReader;
  readonly labels: Labels;
  readonly trainings: TrainingRoom;
  readonly tasks: TaskRunner;
  readonly disk: Disk;
  /** Where files go that were dropped on the window while no project is open. */
  readonly uploadFolder: string;
}

/** A route: its path as a pattern, and its answer to the matched parts. */
export interface Route {
  readonly pattern: RegExp;
  readonly method: 'GET' | 'PUT';
  readonly answer: (parts: readonly string[], request: BytesRequest) => Promise<BytesReply>;
}

/** An answer that is fresh each time: ids name different things in different projects. */
export function bytesOf(array: ArrayBufferView, headers: Readonly<Record<string, string>> = {}): BytesReply {
  const body = new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
  return {
    status: 200,
    headers: { 'content-type': 'application/octet-stream', 'cache-control': 'no-store', ...headers },
    body,
  };
}

export function pngOf(body: Uint8Array): BytesReply {
  return bytesOf(body, { 'content-type': 'image/png' });
}
