/**
 * Unpacks Zstandard frames (RFC 8878) with what the machine has built in. Gives at most `most` bytes: throws whatever it likes where there
 * would be more, or where the frames are damaged.
 */
export type Unzstd = (packed: Uint8Array, most: number) => Uint8Array;
