import type { NetworkFacts } from '../../../app/ports/networks.ts';
import type { ModelManifest } from '../../catalog/manifest.ts';
import { mapNames } from './patches.ts';
import type { scoresOf } from './score.ts';

type Scores = ReturnType<typeof scoresOf>;

const score = (measure: string, images: number, value: number) => ({
  measure,
  images,
  value: Math.round(value * 1000) / 1000,
});

/** The card of the generalist, from what was counted and measured. */
export function cardOf(known: {
  readonly facts: NetworkFacts;
  readonly steps: number;
  readonly counts: { readonly training: number; readonly validation: number; readonly simulated: number };
  readonly figures: Scores;
  readonly boxes: Scores | null;
}): ModelManifest {
  const { facts, steps, counts, figures, boxes } = known;
  return {
    id: 'generalist',
    title: 'Generalist',
    help: 'Any micrograph: bright or dark particles of any size; letters and scale bars are left out.',
    file: 'generalist.onnx',
    sha256: facts.sha256,
    architecture: 'particle-unet',
    maps: mapNames,
    reduction: facts.reduction,
    taught: facts.taught,
    judge: facts.judge,
    input:
      'Grey levels of any scale; zero mean and unit deviation of the whole image; particles of about 10 to 110 px.',
    learnedFrom: [
      `${counts.training} figures of articles with hand-drawn particles (emps, MIT; B. Yildirim, J. Cole, J. Chem. Inf. Model. 2021)`,
      'simulated scenes of all kinds, a third and later half of all patches, many on thick carriers',
      `${counts.validation} more figures and ${counts.simulated} simulated scenes for the judge of found particles`,
    ],
    steps,
    scores: [
      score('instance F1 at IoU 0.5, all particles of test articles of emps', figures.images, figures.f1),
      score('instance F1 at IoU 0.5, mean over the figures', figures.images, figures.meanF1),
      score('Dice, all pixels of test articles of emps', figures.images, figures.dice),
      score('Dice, mean over the figures', figures.images, figures.meanDice),
      ...(boxes === null ? [] : [score('box F1 at IoU 0.5, stem_np_boxes_genc', boxes.images, boxes.f1)]),
    ],
    limits: ['Particles under 6 px', 'Particles that overlap share no pixels: the nearer or deeper one takes them'],
    licence: 'MIT',
  };
}
