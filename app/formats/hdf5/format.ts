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
import { Hdf5File } from './hdf5.ts';
import { signatureAt } from './superblock.ts';

const flavours: readonly Hdf5Flavour[] = [velox, hspy, particleSpy, ncem];

/**
 * HDF5 as electron microscopy uses it: EMD of Velox, EMD of Berkeley, Prismatic and py4DSTEM, HyperSpy's HSPY, saved
 * ParticleSpy particles. Which one it is stands inside the file, not in its first bytes.
 */
export const hdf5: Format = {
  id: 'hdf5',
  title: 'EMD and HSPY (HDF5)',
  extensions: [...new Set(flavours.flatMap((f) => f.extensions))],
  matches: (head) => signatureAt(head) >= 0,
  open: async (source) => openHdf5(source),
};

function openHdf5(source: ByteSource): Acquisition {
  const file = new Hdf5File(source);
  const flavour = flavours.find((f) => f.matches(file));
  if (flavour === undefined) throw unsupported(source, plainContent(file), plainRemedy);
  const content = flavour.describe(file);
  if (content.images.length === 0)
    throw notAnImage(source, content.others.length > 0 ? content.others.join(' and ') : 'metadata');
  const images = content.images.map((plan) => datasetImage(source, plan));
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
