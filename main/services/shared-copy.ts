/** A copy on memory that worker threads see, so that handing it to one copies nothing more. */
export function sharedCopy(array: Float64Array): Float64Array<SharedArrayBuffer>;
export function sharedCopy(array: Uint8Array): Uint8Array<SharedArrayBuffer>;
export function sharedCopy(array: Float64Array | Uint8Array): Float64Array | Uint8Array {
  const memory = new SharedArrayBuffer(array.byteLength);
  const copy = array instanceof Float64Array ? new Float64Array(memory) : new Uint8Array(memory);
  copy.set(array);
  return copy;
}
