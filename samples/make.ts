// Makes the simulated micrographs of the sample project: `npx node samples/make.ts`. Same program, same bytes.
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { writeTiff } from '../app/formats/tiff/write.ts';
import { type MicrographParams, simulateMicrograph } from '../app/simulation/micrograph.ts';

const common = { width: 1024, height: 1024, background: 900, unevenness: 0.35, overlap: 0.1 } as const;

/** Prisms that shrink and lose their tips as more seeds share the same gold. */
const prisms = (radius: number, rounding: number, seed: number): MicrographParams => ({
  ...common,
  pixelSize: 0.25,
  mode: 'bright-field',
  shapes: ['triangle'],
  count: 60,
  radius,
  spread: 0.09,
  rounding,
  contrast: 0.42,
  seed,
});

/** Cubes with some rods among them, in dark field. */
const cubes = (seed: number): MicrographParams => ({
  ...common,
  pixelSize: 0.4,
  mode: 'dark-field',
  shapes: ['square', 'square', 'square', 'rod'],
  count: 70,
  radius: 19,
  spread: 0.08,
  rounding: 0.25,
  background: 240,
  contrast: 2.4,
  unevenness: 0.2,
  seed,
});

const files: Readonly<Record<string, MicrographParams>> = {
  'prisms-0.2mL-1': prisms(17.5, 0.25, 11),
  'prisms-0.2mL-2': prisms(17.5, 0.25, 12),
  'prisms-0.4mL-1': prisms(14.5, 0.45, 21),
  'prisms-0.4mL-2': prisms(14.5, 0.45, 22),
  'prisms-0.8mL-1': prisms(12, 0.7, 31),
  'prisms-0.8mL-2': prisms(12, 0.7, 32),
  'cubes-1': cubes(41),
  'cubes-2': cubes(42),
};

for (const [name, params] of Object.entries(files)) {
  const { image } = simulateMicrograph(params);
  const data = Uint16Array.from(image.data);
  const bytes = writeTiff([{ width: image.width, height: image.height, data }], { pixelSizeNm: params.pixelSize, deflate: true });
  writeFileSync(path.join(import.meta.dirname, `${name}.tif`), bytes);
}
