import type { NetworkFacts } from '../../../app/ports/networks.ts';
import type { ModelManifest } from '../../catalog/manifest.ts';
import { largest, mapNames, smallest } from './patches.ts';
import type { scoresOf } from './score.ts';

type Scores = ReturnType<typeof scoresOf>;

const score = (measure: string, images: number, value: number) => ({
  measure,
  images,
  value: Math.round(value * 1000) / 1000,
});

/** Okabe and Ito's colours (2008) for the maps. */
const colours = ['#56b4e9', '#e69f00', '#009e73'];

/** The card of the generalist, from what was counted and measured. */
export function cardOf(known: {
  readonly facts: NetworkFacts;
  readonly steps: number;
  /** Size of the file. */
  readonly bytes: number;
  readonly counts: { readonly training: number; readonly validation: number; readonly simulated: number };
  readonly figures: Scores;
  readonly boxes: Scores | null;
}): ModelManifest {
  const { facts, steps, bytes, counts, figures, boxes } = known;
  const { sha256, ...maps } = facts;
  return {
    file: 'generalist.onnx',
    bytes,
    maps,
    card: {
      format: 1,
      id: 'generalist',
      title: 'Generalist',
      help: 'Any micrograph: bright or dark particles of any size; letters and scale bars are left out.',
      kind: 'maps',
      architecture: 'particle-unet',
      classes: mapNames.map((name, i) => ({ name, colour: colours[i], role: i === 0 ? 'particle' : 'other' })),
      preprocessing: { hits: null, flatField: 0, median: 0 },
      pixelSize: null,
      diameter: { least: smallest, most: largest },
      polarity: 'either',
      learnedFrom: [],
      sources: [
        `${counts.training} figures of articles with hand-drawn particles (emps, MIT; B. Yildirim, J. Cole, J. Chem. Inf. Model. 2021)`,
        'simulated scenes of all kinds, a third and later half of all patches, many on thick carriers',
        `${counts.validation} more figures and ${counts.simulated} simulated scenes for the judge of found particles`,
      ],
      settings: null,
      training: { device: 'cpu', threads: 2, epochs: Math.round(steps / 250), bestEpoch: null, steps, seconds: 0 },
      scores: [],
      measured: [
        score('instance F1 at IoU 0.5, all particles of test articles of emps', figures.images, figures.f1),
        score('instance F1 at IoU 0.5, mean over the figures', figures.images, figures.meanF1),
        score('Dice, all pixels of test articles of emps', figures.images, figures.dice),
        score('Dice, mean over the figures', figures.images, figures.meanDice),
        ...(boxes === null ? [] : [score('box F1 at IoU 0.5, stem_np_boxes_genc', boxes.images, boxes.f1)]),
      ],
      limits: ['Particles under 6 px', 'Particles that overlap share no pixels: the nearer or deeper one takes them'],
      parent: null,
      program: 'Morphoscope',
      created: new Date().toISOString(),
      licence: 'MIT',
      sha256,
    },
  };
}
