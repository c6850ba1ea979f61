import { Failure } from '../domain/failure.ts';
import { choice, number } from '../domain/param.ts';
import type { GreyImage, LabelMap, ParticleMaps } from '../domain/plane.ts';
import type { NetworkFacts } from '../ports/networks.ts';
import { step } from '../ports/step.ts';
import type { Work } from '../ports/work.ts';
import { keepLabels } from './clean-labels.ts';
import { type DecodeSettings, decodeMaps, defaultDecode, enlargeLabels } from './decode-maps.ts';
import { flatten } from './flatten.ts';
import { likelihoods, type ParticleFacts, particleFacts, typicalDiameter } from './particle-facts.ts';
import { resample } from './resample.ts';

/** A micrograph as the network saw it at one magnification, and what was found there. */
export interface Look {
  /** Pixels of the look for one of the micrograph. */
  readonly scale: number;
  /** Whether slow changes of the grey level were taken out before. */
  readonly flat: boolean;
  readonly maps: ParticleMaps;
  readonly labels: LabelMap;
  readonly facts: ParticleFacts;
}

/** Least longest side of the first look, px; each further one has the square root of two times as many. */
const firstSide = 96;
const farthestMagnification = 2;
/**
 * Pixels of the largest look, and of the largest that is taken twice, as it is and flattened; larger ones are taken only the way that
 * showed more so far. Frames of more than 8 million pixels show their particles finely, and two cores are to manage them in seconds.
 */
const limitsFor = (pixels: number) =>
  pixels > 8_000_000 ? { largest: 5_000_000, twice: 1_000_000 } : { largest: 7_000_000, twice: 2_000_000 };
/** Half the side of the square that a look is flattened over, as a share of the diameter that the network was taught. */
const flattening = 0.8;
/** Many small particles weigh more than a few large ones of the same area: between counting (0) and area (1). */
const share = 0.35;
/** A look is not followed by finer ones when its particles are this many times as large as the network was taught them. */
const largeEnough = 1.5;
/** ... and looks got this much worse than the best, and the next ones are no longer small. */
const [worse, small] = [0.6, 500_000];

/** Grey levels cut where one pixel in a thousand lies beyond: single hits and burnt-in marks do not set the scale. */
function clipped({ width, height, data }: GreyImage): GreyImage {
  const every = Math.max(1, Math.floor(data.length / 60_000));
  const some = Float32Array.from({ length: Math.ceil(data.length / every) }, (_, i) => data[i * every]).sort();
  const beyond = Math.floor(some.length / 1000);
  const [low, high] = [some[beyond], some[some.length - 1 - beyond]];
  return { width, height, data: data.map((v) => Math.min(high, Math.max(low, v))) };
}

/**
 * Looks at a micrograph from coarse to fine: yields images, is handed their maps, and hands each look to `see`, which says whether
 * to go on and which way has shown more.
 */
export function* looksAt(
  image: GreyImage,
  { reduction, taught }: Pick<NetworkFacts, 'reduction' | 'taught'>,
  settings: DecodeSettings,
  work: Work,
  see: (look: Look) => 'plain' | 'flat' | 'enough',
): Generator<GreyImage, void, ParticleMaps> {
  const longest = Math.max(image.width, image.height);
  const pixels = image.width * image.height;
  const { largest, twice } = limitsFor(pixels);
  const most = Math.min(farthestMagnification, Math.sqrt(largest / pixels));
  // whole pixels of the maps, so that nothing is shifted on the way back
  const sized = (length: number, scale: number) => Math.max(32, Math.round((length * scale) / reduction) * reduction);
  const source = clipped(image);
  let better: 'plain' | 'flat' = 'plain';
  const octaves = Math.log2((most * longest) / firstSide);
  const count = 1 + Math.max(0, Math.floor(2 * octaves + 1e-9));
  for (let k = 0; k < count; k++) {
    work.check();
    work.progress(2 ** (k - count), 'Look at the particles');
    const scale = most * Math.SQRT2 ** (k + 1 - count);
    const shown = resample(source, sized(image.width, scale), sized(image.height, scale));
    const ways = shown.data.length <= twice ? [false, true] : [better === 'flat'];
    let answer: 'plain' | 'flat' | 'enough' = better;
    for (const flat of ways) {
      const maps = yield flat ? flatten(shown, Math.round(flattening * taught)) : shown;
      const labels = decodeMaps(maps, settings, work);
      answer = see({ scale, flat, maps, labels, facts: particleFacts(labels, maps, work) });
    }
    if (answer === 'enough') return;
    better = answer;
  }
}

export interface NetworkParticles {
  readonly labels: LabelMap;
  /** Pixels of the chosen look for one of the micrograph. */
  readonly scale: number;
  /** Probability that a pixel belongs to a particle, on the grid of the chosen look's maps. */
  readonly probability: GreyImage;
}

/**
 * Particles of any size by a network that knows them best at one: looks at the micrograph at many magnifications, judges how likely
 * each particle of each look is one, and takes the look in which most speaks for and least against what was found: the sum over
 * its particles of (likelihood - least likelihood) times a power of their area. A generator, so that whoever runs it decides how it
 * waits: it yields images and is handed their maps.
 */
export function* particlesByNetwork(
  image: GreyImage,
  network: NetworkFacts,
  least: number,
  work: Work,
  settings: DecodeSettings = defaultDecode,
): Generator<GreyImage, NetworkParticles, ParticleMaps> {
  const taught = network.taught / network.reduction;
  const best: { look: Look | null; worth: number; likely: Float64Array } = {
    look: null,
    worth: Number.NEGATIVE_INFINITY,
    likely: new Float64Array(1),
  };
  const see = (look: Look) => {
    const likely = likelihoods(look.facts, look.flat, network.judge, taught);
    let worth = 0;
    for (let label = 1; label <= look.facts.count; label++)
      worth += (likely[label] - least) * (look.facts.area[label] / look.scale ** 2) ** share;
    if (best.look === null || worth > best.worth) Object.assign(best, { look, worth, likely });
    const large = typicalDiameter(look.facts) > largeEnough * taught;
    const costly = 2 * network.reduction ** 2 * look.maps.particle.length > small;
    if (large && costly && best.worth > 0 && worth < worse * best.worth) return 'enough';
    return best.look?.flat === true ? 'flat' : 'plain';
  };
  yield* looksAt(image, network, settings, work, see);
  const { look, likely } = best;
  if (look === null) throw new Error('No look was taken');
  const kept = keepLabels(
    look.labels,
    Uint8Array.from(likely, (p) => (p > least ? 1 : 0)),
    work,
  );
  const { width, height } = image;
  const labels = enlargeLabels(kept, look.maps.particle, settings.threshold, { width, height }, work);
  const { maps } = look;
  return { labels, scale: look.scale, probability: { width: maps.width, height: maps.height, data: maps.particle } };
}

export const networkParticlesStep = step({
  id: 'network-particles',
  version: 1,
  title: 'Particles by network',
  help: 'Finds particles with a trained network: of any size, bright or dark; letters and scale bars are left out.',
  from: 'image',
  to: 'labels',
  params: {
    model: choice({
      title: 'Model',
      help: 'Which network looks for particles.',
      default: 'generalist',
      options: [['generalist', 'Generalist']],
    }),
    least: number({
      title: 'Least likelihood',
      help: 'How likely a particle must be one, by its certainty, outline and size: higher finds fewer, surer ones.',
      default: 0.25,
      min: 0,
      max: 1,
      step: 0.01,
    }),
  },
  run: (image, { model, least }, { work, networks, resolve, probability }) => {
    if (networks === undefined)
      throw new Failure('unsupported', 'Networks can’t be run here.', 'Choose a recipe without a network.');
    const facts = networks.facts(model);
    const looking = particlesByNetwork(image, facts, least, work);
    let next = looking.next();
    while (!next.done) next = looking.next(networks.maps(model, next.value, work));
    resolve('model', `${model} ${facts.sha256}`);
    resolve('magnification', Number(next.value.scale.toPrecision(4)));
    const { labels, probability: coarse } = next.value;
    probability?.(() => resample(coarse, image.width, image.height));
    return labels;
  },
});
