import type { Axis } from '../../domain/calibration.ts';
import { nanometresPer } from '../../domain/calibration.ts';
import type { Attributes } from '../hdf5/attributes.ts';
import type { Dataset } from '../hdf5/dataset.ts';
import type { DatasetImage } from '../hdf5/dataset-image.ts';
import type { Hdf5Content, Hdf5Flavour } from '../hdf5/flavour.ts';
import type { Hdf5File } from '../hdf5/hdf5.ts';
import { axis, bareAxis } from '../image.ts';

/**
 * Particles as ParticleSpy saves them: a group `Particle N` each, with its cut-out (`Image`), its mask in the whole
 * micrograph (`Mask`) and its measured values as attributes.
 */
export const particleSpy: Hdf5Flavour = {
  id: 'particlespy',
  extensions: ['hdf5'],
  matches: (file) => particles(file).length > 0,
  describe,
};

function describe(file: Hdf5File): Hdf5Content {
  const images: DatasetImage[] = [];
  for (const particle of particles(file)) {
    const measured = file.attributes(`/${particle}`);
    const scale = pixelSizeOf(file, particle, measured);
    for (const name of file.names(`/${particle}`)) {
      const path = `/${particle}/${name}`;
      if (file.kind(path) !== 'dataset') continue;
      const data = file.dataset(path);
      if (data.pixel === null || data.shape.length !== 2) continue;
      images.push({ name: `${particle} ${name}`, data, axes: axesOf(data, scale), metadata: measured });
    }
  }
  return { images, others: [], metadata: {} };
}

const mostParticles = 10_000;

function particles(file: Hdf5File): readonly string[] {
  const named = file.names('/').filter((name) => /^Particle \d+$/.test(name));
  return named.slice(0, mostParticles).filter((name) => file.has(`/${name}`, 'Image'));
}

interface PixelSize {
  readonly scale: number;
  readonly units: string;
}

/** The file states no pixel size, but the particle's area in nm² and, as its mask, in pixels. */
function pixelSizeOf(file: Hdf5File, particle: string, measured: Attributes): PixelSize | null {
  const { area, 'area units': areaUnits } = measured;
  const units = typeof areaUnits === 'string' ? areaUnits.replace(/\s*(\^2|²)$/, '') : '';
  if (typeof area !== 'number' || nanometresPer(units) === null || !file.has(`/${particle}`, 'Mask')) return null;
  const pixels = file.numbers(`/${particle}/Mask`, 4e6).reduce((n, value) => n + (value !== 0 ? 1 : 0), 0);
  const scale = Math.sqrt(area / pixels);
  return scale > 0 && Number.isFinite(scale) ? { scale, units } : null;
}

function axesOf(data: Dataset, size: PixelSize | null): readonly Axis[] {
  const [rows = 0, columns = 0] = data.shape;
  if (size === null) return [bareAxis('y', rows), bareAxis('x', columns)];
  return [axis('y', rows, size.scale, 0, size.units), axis('x', columns, size.scale, 0, size.units)];
}
