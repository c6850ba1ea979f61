import type { FailureInfo } from '../../app/domain/failure.ts';

// What the services' thread and a project's two threads say to each other.

/** What a storage thread is started with. The writer comes first; the reader may only ask; the restorer has done its work when it is ready. */
export type ThreadStart =
  | {
      readonly role: 'writer';
      readonly how: 'create';
      readonly parent: string;
      readonly name: string;
      readonly program: string;
    }
  | { readonly role: 'writer'; readonly how: 'open'; readonly folder: string; readonly program: string }
  | { readonly role: 'reader'; readonly folder: string }
  | { readonly role: 'restorer'; readonly folder: string; readonly backup: string };

/** The groups of methods of the port `OpenProject`. */
export type Group = 'reads' | 'edits' | 'keeping';

export type ThreadRequest =
  | {
      readonly kind: 'call';
      readonly id: number;
      readonly group: Group;
      readonly method: string;
      readonly args: readonly unknown[];
    }
  | { readonly kind: 'close'; readonly id: number };

export type ThreadReply =
  | { readonly kind: 'ready'; readonly folder: string; readonly warnings: readonly string[] }
  | { readonly kind: 'refused'; readonly failure: FailureInfo }
  | { readonly kind: 'done'; readonly id: number; readonly value: unknown }
  | { readonly kind: 'failed'; readonly id: number; readonly failure: FailureInfo };

/** Buffers directly in a value or in its members, which change threads instead of being copied. */
export function buffersOf(value: unknown, depth = 2, found = new Set<ArrayBuffer>()): ArrayBuffer[] {
  if (ArrayBuffer.isView(value)) {
    // A view of a part (as Buffers of the pool are) does not own its memory and is copied.
    if (value.buffer instanceof ArrayBuffer && value.byteLength === value.buffer.byteLength) found.add(value.buffer);
  } else if (depth > 0 && typeof value === 'object' && value !== null) {
    for (const inner of Object.values(value)) buffersOf(inner, depth - 1, found);
  }
  return [...found];
}
