/**
 * Reads a response of known length into one buffer, without a second copy where the body can fill a caller's buffer.
 * `arrived(bytes, count)` hears what lies in the buffer so far. Throws what fetch throws, also on abort.
 */
export async function readIntoOneBuffer(
  response: Response,
  length: number,
  arrived: (buffer: ArrayBuffer, count: number) => void,
): Promise<ArrayBuffer> {
  const body = response.body;
  if (body === null || length === 0) return response.arrayBuffer();
  const byob = bringYourOwnBuffer(body);
  return byob === null ? fill(body, length, arrived) : fillOwn(byob, length, arrived);
}

function bringYourOwnBuffer(body: ReadableStream<Uint8Array>): ReadableStreamBYOBReader | null {
  try {
    return body.getReader({ mode: 'byob' });
  } catch {
    return null;
  }
}

async function fillOwn(
  reader: ReadableStreamBYOBReader,
  length: number,
  arrived: (buffer: ArrayBuffer, count: number) => void,
): Promise<ArrayBuffer> {
  let buffer = new ArrayBuffer(length);
  let at = 0;
  while (at < length) {
    const { done, value } = await reader.read(new Uint8Array(buffer, at, Math.min(length - at, 4 << 20)));
    if (value !== undefined) {
      buffer = value.buffer;
      at += value.byteLength;
      arrived(buffer, at);
    }
    if (done) break;
  }
  if (at < length) throw new Error(`The answer ended after ${at} of ${length} bytes.`);
  return buffer;
}

async function fill(
  body: ReadableStream<Uint8Array>,
  length: number,
  arrived: (buffer: ArrayBuffer, count: number) => void,
): Promise<ArrayBuffer> {
  const bytes = new Uint8Array(length);
  const reader = body.getReader();
  let at = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    bytes.set(value.subarray(0, length - at), at);
    at += value.byteLength;
    arrived(bytes.buffer, Math.min(at, length));
  }
  if (at < length) throw new Error(`The answer ended after ${at} of ${length} bytes.`);
  return bytes.buffer;
}
