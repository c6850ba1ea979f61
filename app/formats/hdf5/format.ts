import type { Acquisition } from '../../domain/acquisition.ts';
import type { ByteSource } from '../../ports/byte-source.ts';
import { notAnImage, unsupported } from '../byte-reader.ts';
import type { Format } from '../format.ts';
import { hspy } from '../hspy/hspy.ts';
import { ncem } from '../ncem/ncem.ts';
import { particleSpy } from '../particlespy/particlespy.ts';
import { velox } from '../velox/velox.ts';
import { datasetImage } from './dataset-image.ts';
import type { Hdf5Flavour } from './flavour.ts';
import { Hdf5, type Hdf5File } from './hdf5.ts';

const flavours: readonly Hdf5Flavour[] = [velox, hspy, particleSpy, ncem];

const signature = [0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a];
/** Where the signature may stand: a block of the user's own may come first. */
const signatureOffsets = [0, 512, 1024, 2048];

/**
 * HDF5 as electron microscopy uses it: EMD of Velox, EMD of Berkeley, Prismatic and py4DSTEM, HyperSpy's HSPY, saved
 * ParticleSpy particles. Which one it is stands inside the file, not in its first bytes.
 */
export const hdf5: Format = {
  id: 'hdf5',
  title: 'EMD and HSPY (HDF5)',
  extensions: [...new Set(flavours.flatMap((f) => f.extensions))],
  matches: (head) => signatureOffsets.some((at) => signature.every((byte, i) => head[at + i] === byte)),
  open: openHdf5,
};

async function openHdf5(source: ByteSource): Promise<Acquisition> {
  const file = new Hdf5(source);
  const { flavour, content } = await file.use((opened) => {
    const flavour = flavours.find((f) => f.matches(opened));
    if (flavour === undefined) throw unsupported(source, plainContent(opened), plainRemedy);
    return { flavour, content: flavour.describe(opened) };
  });
  if (content.images.length === 0)
    throw notAnImage(source, content.others.length > 0 ? content.others.join(' and ') : 'metadata');
  const images = content.images.map((plan) => datasetImage(file, plan));
  const metadata = content.others.length > 0 ? { ...content.metadata, 'Not shown': content.others } : content.metadata;
  return { format: flavour.id, images, metadata, companions: [] };
}

const plainRemedy = 'Save the image as EMD, HSPY or TIFF; a plain HDF5 file does not say what its numbers are.';
const mostListed = 5;

/** The datasets of a file of no known arrangement, in words. */
function plainContent(file: Hdf5File): string {
  const found: string[] = [];
  const visit = (path: string, depth: number): void => {
    for (const name of file.names(path)) {
      if (found.length >= mostListed || depth > 6) return;
      const below = path === '/' ? `/${name}` : `${path}/${name}`;
      const kind = file.kind(below);
      if (kind === 'group') visit(below, depth + 1);
      else if (kind === 'dataset') {
        const data = file.dataset(below);
        const size = data.shape.length === 0 ? 'one value' : data.shape.join(' × ');
        found.push(`${below} (${size}${data.pixel === null ? '' : ` ${data.pixel.elementType}`})`);
      }
    }
  };
  visit('/', 0);
  const listed = found.length === 0 ? 'nothing' : found.join(', ');
  return `it is HDF5, but neither EMD nor HSPY; it holds ${listed}${found.length < mostListed ? '' : ' and more'}`;
}
