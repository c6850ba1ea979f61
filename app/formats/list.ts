import { blo } from './blo/blo.ts';
import { dm3, dm4 } from './dm/dm.ts';
import type { Format } from './format.ts';
import { hdf5 } from './hdf5/format.ts';
import { jpeg } from './jpeg/jpeg.ts';
import { mrc } from './mrc/mrc.ts';
import { npy } from './npy/npy.ts';
import { png } from './png/png.ts';
import { emi } from './tia/emi.ts';
import { ser } from './tia/ser.ts';
import { tiff } from './tiff/tiff.ts';

/** Every format, in the order in which content is tried: strong marks first, guesses last. */
export const formats: readonly Format[] = [dm3, dm4, ser, emi, blo, npy, hdf5, tiff, mrc, png, jpeg];
