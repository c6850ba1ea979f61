// Base64 (RFC 4648) where neither Node nor a browser is at hand.

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const digitOf = new Int8Array(128).fill(-1);
for (let i = 0; i < alphabet.length; i++) digitOf[alphabet.charCodeAt(i)] = i;

/** Bytes as text, padded with `=`. */
export function toBase64(bytes: Uint8Array): string {
  const parts: string[] = [];
  for (let from = 0; from < bytes.length; from += 3072) {
    const end = Math.min(bytes.length, from + 3072);
    let part = '';
    for (let i = from; i < end; i += 3) {
      const left = end - i;
      const bits = (bytes[i] << 16) | ((bytes[i + 1] ?? 0) << 8) | (bytes[i + 2] ?? 0);
      part += alphabet[bits >> 18] + alphabet[(bits >> 12) & 63];
      part += left > 1 ? alphabet[(bits >> 6) & 63] : '=';
      part += left > 2 ? alphabet[bits & 63] : '=';
    }
    parts.push(part);
  }
  return parts.join('');
}

/** The bytes of Base64 text, or null when it is none. */
export function fromBase64(text: string): Uint8Array<ArrayBuffer> | null {
  const body = text.replace(/=+$/, '');
  if (body.length % 4 === 1 || text.length % 4 !== 0) return null;
  const bytes = new Uint8Array(Math.floor((body.length * 3) / 4));
  let [bits, held, at] = [0, 0, 0];
  for (let i = 0; i < body.length; i++) {
    const value = digitOf[body.charCodeAt(i)] ?? -1;
    if (value < 0) return null;
    bits = ((bits << 6) | value) & 0xffff;
    held += 6;
    if (held < 8) continue;
    held -= 8;
    bytes[at++] = (bits >> held) & 0xff;
  }
  return bytes;
}
