import { Failure } from '../domain/failure.ts';
import type { LabelRole } from '../domain/labels/label-class.ts';
import { choice, modelParam, number } from '../domain/param.ts';
import type { GreyImage, LabelMap } from '../domain/plane.ts';
import type { ModelCard } from '../domain/training/model-card.ts';
import type { ClassMaps } from '../ports/networks.ts';
import { step } from '../ports/step.ts';
import type { Work } from '../ports/work.ts';
import { resample } from './resample.ts';

/** Roles of classes that are part of a particle. */
const particleRoles: readonly LabelRole[] = ['particle', 'overlap', 'core', 'patch'];
export const isParticleRole = (role: LabelRole): boolean => particleRoles.includes(role);

/** A magnification that differs by more from what a model learned at is changed before. */
const farOff = 1.5;
/** Most times that an image is enlarged for it. */
const mostEnlarged = 3;
/** Longest side and most pixels of an image that is enlarged. */
const mostPixels = 40_000_000;

/**
 * Pixels that a model wants for one of the image: 1 while the pixel size is within 1.5 times of those it learned from, or one of them
 * is unknown; else what brings it there, enlarging no more than three times.
 */
export function magnificationFor(
  learned: ModelCard['pixelSize'],
  pixelSize: number | null,
  { width, height }: { readonly width: number; readonly height: number },
): number {
  if (learned === null || pixelSize === null) return 1;
  const ratio =
    pixelSize > farOff * learned.most
      ? pixelSize / learned.most
      : pixelSize < learned.least / farOff
        ? pixelSize / learned.least
        : 1;
  if (ratio <= 1) return ratio;
  return Math.max(1, Math.min(ratio, mostEnlarged, Math.sqrt(mostPixels / (width * height))));
}

/** Probabilities on the grid of the image. */
function onGrid(maps: ClassMaps, width: number, height: number): ClassMaps {
  if (maps.width === width && maps.height === height) return maps;
  const [from, to] = [maps.width * maps.height, width * height];
  const probabilities = new Float32Array(maps.count * to);
  for (let k = 0; k < maps.count; k++) {
    const plane = maps.probabilities.subarray(k * from, (k + 1) * from);
    probabilities.set(resample({ width: maps.width, height: maps.height, data: plane }, width, height).data, k * to);
  }
  return { ...maps, width, height, probabilities };
}

/**
 * Classes of pixels as labels: where all parts of particles together reach the threshold, the most probable of them (its place among the
 * classes, from 1), else 0.
 */
export function classLabels(maps: ClassMaps, roles: readonly LabelRole[], threshold: number, work: Work): LabelMap {
  const { width, height, count, probabilities } = maps;
  const pixels = width * height;
  const data = work.threads.allocate('int32', pixels, 'any');
  const parts = roles.flatMap((role, k) => (isParticleRole(role) ? [k] : []));
  for (let i = 0; i < pixels; i++) {
    let [together, most, best] = [0, -1, 0];
    for (const k of parts) {
      const p = probabilities[k * pixels + i];
      together += p;
      if (p > most) {
        most = p;
        best = k + 1;
      }
    }
    data[i] = together >= threshold ? best : 0;
  }
  return { width, height, count, data, roles: ['background', ...roles] };
}

/** The sum of the probabilities of all classes that are part of a particle. */
export function particleProbability(maps: ClassMaps, roles: readonly LabelRole[]): GreyImage {
  const { width, height, probabilities } = maps;
  const data = new Float32Array(width * height);
  for (const [k, role] of roles.entries()) {
    if (!isParticleRole(role)) continue;
    const from = k * data.length;
    for (let i = 0; i < data.length; i++) data[i] += probabilities[from + i];
  }
  return { width, height, data };
}

/**
 * The class of each pixel by its place from 0, row-major (y, x): the part of a particle where `labels` has one, else the most probable of
 * the classes that are none.
 */
export function classPlane(maps: ClassMaps, roles: readonly LabelRole[], labels: Int32Array): Uint8Array<ArrayBuffer> {
  const { width, height, probabilities } = maps;
  const pixels = width * height;
  const others = roles.flatMap((role, k) => (isParticleRole(role) ? [] : [k]));
  const plane = new Uint8Array(pixels);
  for (let i = 0; i < pixels; i++) {
    if (labels[i] > 0) {
      plane[i] = labels[i] - 1;
      continue;
    }
    let most = -1;
    for (const k of others) {
      const p = probabilities[k * pixels + i];
      if (p <= most) continue;
      most = p;
      plane[i] = k;
    }
  }
  return plane;
}

export const networkClassesStep = step({
  id: 'network-classes',
  version: 1,
  title: 'Classes by network',
  help: 'Says by a trained model what each pixel is: particle, overlap, core, patch or none of them.',
  from: 'image',
  to: 'labels',
  params: {
    model: modelParam({
      title: 'Model',
      help: 'Which model: one that comes with the program, one that was trained here, or a model file.',
      accepts: 'classes',
    }),
    threshold: number({
      title: 'Threshold',
      help: 'How probable a particle must be at a pixel, all its parts together. Lower finds more.',
      default: 0.5,
      min: 0.01,
      max: 0.99,
      step: 0.01,
    }),
    numbers: choice({
      title: 'Numbers',
      help: 'Images of over 8 megapixels may be computed in whole numbers of 8 bits, where that is faster on this computer and says the same (Dice 0.99 and more on parts of the image).',
      default: 'auto',
      options: [
        ['auto', 'As is faster'],
        ['float32', 'Exact'],
      ],
    }),
  },
  run: (image, { model, threshold, numbers }, { work, networks, pixelSize, resolve, probability, classes: hear }) => {
    if (networks === undefined)
      throw new Failure('unsupported', 'Networks can’t be run here.', 'Choose a recipe without a network.');
    if (model === '')
      throw new Failure(
        'invalid-input',
        'The step network-classes needs a model.',
        'Name one: one that comes with the program, one that was trained here, or a model file.',
      );
    const card = networks.card(model);
    if (card.kind !== 'classes')
      throw new Failure(
        'invalid-input',
        `The model ${card.title} does not tell classes of pixels apart.`,
        'Choose a model of classes, or use the step network-particles.',
        model,
      );
    const { width, height } = image;
    const scale = magnificationFor(card.pixelSize, pixelSize, image);
    const sized = (length: number) => Math.max(16, Math.round(length * scale));
    const shown = scale === 1 ? image : resample(image, sized(width), sized(height));
    work.progress(0.1, 'Ask the network');
    const maps = onGrid(networks.classes(model, shown, work, numbers === 'auto'), width, height);
    work.check();
    resolve('model', `${card.id} ${card.sha256}`);
    if (maps.reduced) resolve('numbers', 'int8');
    if (scale !== 1) resolve('magnification', Number(scale.toPrecision(4)));
    const roles = card.classes.map(({ role }) => role);
    hear?.(() => maps, card.classes);
    probability?.(() => particleProbability(maps, roles));
    return classLabels(maps, roles, threshold, work);
  },
});
