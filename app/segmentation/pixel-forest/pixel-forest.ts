import { Failure } from '../../domain/failure.ts';
import { kept, number } from '../../domain/param.ts';
import type { BinaryImage, GreyImage } from '../../domain/plane.ts';
import { step } from '../../ports/step.ts';
import { onSharedMemory, type Work } from '../../ports/work.ts';
import { decodeForest, type KeptForest } from './forest-file.ts';
import { ownScale } from './scale.ts';
import { classifyFrame, layTile } from './source.ts';

/** Roles of classes whose pixels are particles. */
const particleRoles: ReadonlySet<string> = new Set(['particle', 'overlap', 'core', 'patch']);

/** Bits of the classes that are particles; the first class where none is. */
function wantedClasses({ card: { classes } }: KeptForest): number {
  const bits = classes.reduce((sum, { role }, c) => (particleRoles.has(role) ? sum | (1 << c) : sum), 0);
  return bits === 0 ? 1 : bits;
}

/**
 * The share of a kept forest's votes for particles, by pixel. Throws `Failure` stopped. The first 30 classes of a forest may be particles.
 */
export function particleShare(image: GreyImage, forest: KeptForest, work: Work): GreyImage {
  const { width, height } = image;
  const { threads } = work;
  const data = threads.allocate('float32', width * height, 'any');
  const { features } = forest.card.settings;
  const source = {
    image: { width, height, data: onSharedMemory('float32', image.data, threads) },
    scale: forest.card.scale ?? ownScale(image),
    features,
  };
  const take = (tile: Parameters<typeof layTile>[2], told: { share: Float32Array }, first: number) =>
    layTile(data, image, tile, told.share, first);
  classifyFrame(source, forest.trees, work, take, wantedClasses(forest));
  return { width, height, data };
}

/** 1 where particles have at least this share of the votes. */
function particlesFrom({ width, height, data }: GreyImage, least: number, work: Work): BinaryImage {
  const binary = work.threads.allocate('uint8', data.length);
  for (let i = 0; i < data.length; i++) binary[i] = data[i] >= least ? 1 : 0;
  return { width, height, data: binary };
}

export const pixelForestStep = step({
  id: 'pixel-forest',
  version: 1,
  title: 'Pixel forest',
  help: 'Tells particles from the rest by a forest that was taught with scribbles in the Label room.',
  from: 'image',
  to: 'binary',
  params: {
    forest: kept({ of: 'forest', title: 'Forest', help: 'Which of the forests that were kept in the Label room.' }),
    least: number({
      title: 'Least share',
      help: 'Share of the trees that must call a pixel particle: higher finds less, and surer.',
      default: 0.5,
      min: 0.02,
      max: 0.98,
      step: 0.01,
    }),
  },
  run: (image, { forest: name, least }, { work, kept: read, resolve, probability }) => {
    if (name === '')
      throw new Failure(
        'invalid-input',
        'The step Pixel forest has no forest.',
        'Choose one that was kept in the Label room.',
      );
    if (read === undefined)
      throw new Failure(
        'unsupported',
        'Kept forests can’t be read here.',
        'Run the recipe in the project that keeps the forest.',
      );
    const forest = decodeForest(read(name), `The forest ${name.slice(0, 12)}`);
    const share = particleShare(image, forest, work);
    resolve('forest', `${forest.card.title} ${name}`);
    probability?.(() => share);
    return particlesFrom(share, least, work);
  },
});
