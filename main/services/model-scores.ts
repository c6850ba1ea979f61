import type { ModelCard, ModelClass } from '../../app/domain/training/model-card.ts';
import type { Scores } from '../../app/domain/training/scores.ts';
import type { TrainingSettings, TrainingSplit } from '../../app/domain/training/training-settings.ts';
import { scoreFrameTask } from '../../app/pipeline/tasks/score-frame.ts';
import type { AbortSignalLike } from '../../app/ports/task.ts';
import type { NetworkNumbers } from '../../app/ports/trainer.ts';
import { type EvaluationCounts, mergeEvaluations } from '../../app/training/evaluation.ts';
import { scoresOf } from '../../app/training/scores.ts';
import type { ServicePorts } from './ports.ts';
import type { MaterialFrame } from './training-material.ts';

/** A trained network that can be run. */
export interface TrainedNetwork {
  readonly architecture: string;
  readonly classes: readonly ModelClass[];
  readonly numbers: NetworkNumbers;
}

/** Images that were learned from are scored up to so many pixels: what counts is the others. */
const mostLearnedPixels = 16 * 2 ** 20;

/** What a network's answers on labelled frames are worth, each by itself. */
export async function scoreFrames(
  { trainer, tasks }: Pick<ServicePorts, 'trainer' | 'tasks'>,
  network: TrainedNetwork,
  frames: readonly Pick<MaterialFrame, 'data' | 'sample'>[],
  settings: Pick<TrainingSettings, 'device' | 'threads' | 'memory'>,
  edges: readonly number[],
  { signal, progress }: { signal: AbortSignalLike; progress: (done: number) => void },
): Promise<EvaluationCounts[]> {
  const model = { architecture: network.architecture, outputs: network.classes.length, numbers: network.numbers };
  const classes = network.classes.map(({ name, role }) => ({ name, role }));
  const made: EvaluationCounts[] = [];
  for (const [i, { data, sample }] of frames.entries()) {
    progress(i / frames.length);
    const { width, height, pixels, labels } = data;
    const probabilities = await trainer.probabilities(model, { width, height, pixels }, settings, signal);
    const asked = { width, height, probabilities, labels, classes, sample, edges };
    made.push(await tasks.run(scoreFrameTask, asked, { signal }));
  }
  return made;
}

/** Scores from counts, as a card has them. */
export function scoresOfCounts(
  { confusion }: Pick<EvaluationCounts, 'confusion'>,
  classes: readonly ModelClass[],
): Scores {
  const count = classes.length;
  const { classes: each, pixelAccuracy, meanDice } = scoresOf(confusion, count);
  return {
    pixelAccuracy,
    meanDice,
    classes: each.map((score, k) => ({ name: classes[k].name, ...score })),
    confusion: Array.from({ length: count }, (_, k) => [...confusion.subarray(k * count, (k + 1) * count)]),
  };
}

const order: readonly TrainingSplit[] = ['test', 'validation', 'training'];

/** Scores of a network by what the frames were for, those that it never learned from first. */
export async function scoreSplits(
  ports: Pick<ServicePorts, 'trainer' | 'tasks'>,
  network: TrainedNetwork,
  frames: readonly MaterialFrame[],
  settings: Pick<TrainingSettings, 'device' | 'threads' | 'memory'>,
  work: { signal: AbortSignalLike; progress: (done: number) => void },
): Promise<ModelCard['scores']> {
  let left = mostLearnedPixels;
  const chosen = frames.filter(({ split, data }, i) => {
    if (split !== 'training') return true;
    left -= data.width * data.height;
    return left >= 0 || !frames.slice(0, i).some((f) => f.split === 'training');
  });
  const counts = await scoreFrames(ports, network, chosen, settings, [], work);
  return order.flatMap((split) => {
    const parts = counts.filter((_, i) => chosen[i].split === split);
    if (parts.length === 0) return [];
    const scores = scoresOfCounts(mergeEvaluations(parts), network.classes);
    return [{ split, images: parts.length, ...scores }];
  });
}
