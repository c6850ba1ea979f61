import type { AcquiredImage, Acquisition } from '../../domain/acquisition.ts';
import { Failure } from '../../domain/failure.ts';
import type { ByteSource } from '../../ports/byte-source.ts';
import { type Format, stemOf } from '../format.ts';
import { openSer } from './ser.ts';

/** More series than that were never seen beside one file. */
const mostSeries = 999;

/** FEI / Thermo TIA description of an acquisition; its images stand in NAME_1.ser, NAME_2.ser, ... beside it. */
export const emi: Format = {
  id: 'emi',
  title: 'TIA EMI',
  extensions: ['emi'],
  matches: (head) => head[0] === 0x4a && head[1] === 0x4b && head[2] === 0x00 && head[3] === 0x02,
  open: async (source) => openEmi(source),
};

function openEmi(source: ByteSource): Acquisition {
  const series = seriesBeside(source);
  if (series.length === 0) {
    const first = `${stemOf(source.name)}_1.ser`;
    throw new Failure(
      'not-found',
      `${source.name} only describes images; ${first} is not beside it.`,
      `Copy ${first} into the same folder.`,
      source.name,
    );
  }
  const images: AcquiredImage[] = [];
  const others: string[] = [];
  for (const [i, file] of series.entries()) {
    try {
      images.push(...openSer(file, { file: source, number: i + 1 }).images);
    } catch (thrown) {
      if (!(thrown instanceof Failure) || thrown.info.tag !== 'not-an-image') throw thrown;
      others.push(thrown.info.message);
    }
  }
  if (images.length === 0)
    throw new Failure('not-an-image', others.join(' '), 'Choose the micrograph that belongs to it.', source.name);
  return {
    format: 'emi',
    images,
    get metadata() {
      return Object.fromEntries(images.map((image) => [image.name, image.metadata]));
    },
    companions: series.map((file) => file.name),
  };
}

function seriesBeside(source: ByteSource): ByteSource[] {
  const found: ByteSource[] = [];
  for (let number = 1; number <= mostSeries; number++) {
    const file = source.sibling(`${stemOf(source.name)}_${number}.ser`);
    if (file === null) break;
    found.push(file);
  }
  return found;
}
