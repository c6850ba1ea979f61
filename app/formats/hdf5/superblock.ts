import type { ByteSource } from '../../ports/byte-source.ts';
import { malformed, truncated } from '../byte-reader.ts';
import { Store } from './store.ts';

const signature = [0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a];
/** Where the signature may stand: a block of the user's own may come first. */
const places = [0, 512, 1024, 2048];

/** Where the HDF5 signature stands in the first bytes of a file, or -1. */
export function signatureAt(head: Uint8Array): number {
  return places.find((at) => signature.every((byte, i) => head[at + i] === byte)) ?? -1;
}

/** The file behind its superblock (versions 0 to 3), and the address of its root group. */
export function openStore(source: ByteSource): { readonly store: Store; readonly root: number } {
  const head = source.read(0, 4096);
  const start = signatureAt(head);
  if (start < 0) throw head.length < 8 ? truncated(source, 'header') : malformed(source, 'it does not start as HDF5');
  if (start + 128 > source.size) throw truncated(source, 'header');
  const version = head[start + 8];
  if (version > 3) throw malformed(source, `it says HDF5 superblock version ${version}`);
  const old = version < 2;
  const offset = head[start + (old ? 13 : 9)];
  const length = head[start + (old ? 14 : 10)];
  if (![2, 4, 8].includes(offset) || ![2, 4, 8].includes(length))
    throw malformed(source, `its addresses have ${offset} bytes`);
  const fields = new Store(source, { offset, length, base: 0 }).block(start, 128).skip(old ? 24 : 12);
  if (version === 1) fields.skip(4);
  const base = fields.address() ?? 0;
  fields.address();
  const end = fields.address();
  // the old root entry comes after the driver's address and the place of its name
  if (old) fields.skip(2 * offset);
  const root = fields.address();
  if (end !== null && end > source.size) throw truncated(source, `HDF5 data (it should have ${end} bytes)`);
  if (root === null) throw malformed(source, 'it has no root group');
  return { store: new Store(source, { offset, length, base }), root };
}
