import type { Acquisition } from '../../domain/acquisition.ts';
import type { ByteSource } from '../../ports/byte-source.ts';
import { readBytes } from '../byte-reader.ts';
import type { Format } from '../format.ts';
import { type DecodedPicture, pictureAcquisition } from '../picture.ts';
import { decodeJpeg, readJpegHeader } from './decode.ts';

/** JPEG, baseline and progressive, grey or colour. It states no pixel size that could be believed. */
export const jpeg: Format = {
  id: 'jpeg',
  title: 'JPEG',
  extensions: ['jpg', 'jpeg', 'jpe', 'jfif'],
  matches: (head) => head[0] === 0xff && head[1] === 0xd8 && head[2] === 0xff,
  open: async (source) => openJpeg(source),
};

function openJpeg(source: ByteSource): Acquisition {
  const bytes = readBytes(source, 0, source.size, 'picture');
  const { width, height, components } = readJpegHeader(source, bytes);
  const decode = (): DecodedPicture => decodeJpeg(source, bytes);
  return pictureAcquisition(source, 'jpeg', {
    width,
    height,
    grey: components.length === 1 ? 'uint8' : null,
    decode,
    metadata: {},
  });
}
