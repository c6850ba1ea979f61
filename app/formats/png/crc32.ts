/**
 * Remainders for the reversed polynomial 0xEDB88320 (ISO 3309, as PNG and gzip use it): table k holds those of a byte with
 * k zero bytes after it, so that four bytes are taken at a time.
 */
const tables = Array.from({ length: 4 }, () => new Uint32Array(256));
for (let byte = 0; byte < 256; byte++) {
  let value = byte;
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? 0xedb88320 ^ (value >>> 1) : value >>> 1;
  tables[0][byte] = value;
}
for (let k = 1; k < 4; k++)
  for (let byte = 0; byte < 256; byte++) {
    const shorter = tables[k - 1][byte];
    tables[k][byte] = tables[0][shorter & 255] ^ (shorter >>> 8);
  }
const [table0, table1, table2, table3] = tables;

/** CRC-32 of bytes [start, end). */
export function crc32(bytes: Uint8Array, start = 0, end = bytes.length): number {
  let crc = -1;
  let i = start;
  for (; i + 4 <= end; i += 4) {
    crc ^= bytes[i] | (bytes[i + 1] << 8) | (bytes[i + 2] << 16) | (bytes[i + 3] << 24);
    crc = table3[crc & 255] ^ table2[(crc >>> 8) & 255] ^ table1[(crc >>> 16) & 255] ^ table0[crc >>> 24];
  }
  for (; i < end; i++) crc = table0[(crc ^ bytes[i]) & 255] ^ (crc >>> 8);
  return ~crc >>> 0;
}
