import type { Acquisition } from '../../domain/acquisition.ts';
import type { Axis } from '../../domain/calibration.ts';
import type { ByteSource } from '../../ports/byte-source.ts';
import type { Format } from '../format.ts';
import { axis, expectSound } from '../image.ts';
import { pictureAcquisition } from '../picture.ts';
import { type PngContent, pngSignature, readChunks } from './chunks.ts';
import { decodePng, expectKnownKind } from './decode.ts';

/** PNG of every colour type and depth, interlaced or not. */
export const png: Format = {
  id: 'png',
  title: 'PNG',
  extensions: ['png'],
  matches: (head) => pngSignature.every((byte, i) => head[i] === byte),
  open: async (source) => openPng(source),
};

function openPng(source: ByteSource): Acquisition {
  const content = readChunks(source);
  expectKnownKind(source, content);
  expectSound(source, [content.height, content.width]);
  const isGrey = content.colourType === 0 || content.colourType === 4;
  const axes = axesOf(content);
  return pictureAcquisition(source, 'png', {
    width: content.width,
    height: content.height,
    grey: isGrey ? (content.bits === 16 ? 'uint16' : 'uint8') : null,
    ...(axes === null ? {} : { axes }),
    metadata: { ...content.texts },
    decode: () => decodePng(source, content),
  });
}

/** Pixels a metre above which a density is no printer's, scanner's or screen's: 9600 an inch. */
const densestPaper = 9600 / 0.0254;

function axesOf({ density, width, height }: PngContent): readonly [y: Axis, x: Axis] | null {
  if (density === null || !(density.x > densestPaper && density.y > densestPaper)) return null;
  return [axis('y', height, 1e9 / density.y, 0, 'nm'), axis('x', width, 1e9 / density.x, 0, 'nm')];
}
