import type { Acquisition, Metadata } from '../domain/acquisition.ts';
import type { Axis } from '../domain/calibration.ts';
import type { ElementType, PixelArray } from '../domain/element-type.ts';
import type { ByteSource } from '../ports/byte-source.ts';
import { stemOf } from './format.ts';
import { acquiredImage, bareAxis, expectSound } from './image.ts';

/** A decoded picture of one sample a pixel, or red, green and blue in 8 bits. */
export interface DecodedPicture {
  readonly channels: 1 | 3;
  readonly data: PixelArray;
}

/** A file that holds one picture. */
export interface PictureFile {
  readonly width: number;
  readonly height: number;
  /** Type of its samples where the header says that it is grey; null where the colours must be looked at. */
  readonly grey: ElementType | null;
  /** Step of a pixel along y and x, where the file states one. */
  readonly axes?: readonly [y: Axis, x: Axis];
  readonly metadata: Metadata;
  decode(): DecodedPicture;
}

/**
 * An acquisition of one picture. A colour picture whose three channels are equal everywhere is a grey micrograph and is given as
 * one; to know, it is decoded at once and kept, where a grey one is decoded when asked for.
 */
export function pictureAcquisition(source: ByteSource, format: string, file: PictureFile): Acquisition {
  expectSound(source, [file.height, file.width]);
  const kept = file.grey === null ? withoutEqualColours(file.decode()) : null;
  const [y, x] = file.axes ?? [bareAxis('y', file.height), bareAxis('x', file.width)];
  const described = {
    name: stemOf(source.name),
    shape: [file.height, file.width],
    elementType: file.grey ?? (kept?.channels === 1 ? ('uint8' as const) : ('rgb8' as const)),
    axes: [y, x],
    calibrationSource: file.axes === undefined ? ('none' as const) : ('file tag' as const),
    metadata: file.metadata,
  };
  const image = acquiredImage(source, described, () => kept?.data.slice() ?? file.decode().data);
  return { format, images: [image], metadata: file.metadata, companions: [] };
}

function withoutEqualColours(picture: DecodedPicture): DecodedPicture {
  const { data } = picture;
  if (picture.channels === 1) return picture;
  for (let i = 0; i < data.length; i += 3) if (data[i] !== data[i + 1] || data[i] !== data[i + 2]) return picture;
  const grey = new Uint8Array(data.length / 3);
  for (let i = 0, from = 0; i < grey.length; i++, from += 3) grey[i] = data[from] as number;
  return { channels: 1, data: grey };
}
