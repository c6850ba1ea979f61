import type { Metadata } from '../../domain/acquisition.ts';
import type { DatasetImage } from './dataset-image.ts';
import type { Hdf5File } from './hdf5.ts';

/** What a program put into an HDF5 file. */
export interface Hdf5Content {
  readonly images: readonly DatasetImage[];
  /** What is in the file but no image, in words: "an EELS spectrum of 2048 channels". */
  readonly others: readonly string[];
  readonly metadata: Metadata;
}

/** One program's way of arranging an HDF5 file. Stands as one line in `format.ts`. */
export interface Hdf5Flavour {
  /** Stable key; becomes `Acquisition.format`. */
  readonly id: string;
  readonly extensions: readonly string[];
  matches(file: Hdf5File): boolean;
  /** Finds the images; reads axes and metadata, no pixels. */
  describe(file: Hdf5File): Hdf5Content;
}
