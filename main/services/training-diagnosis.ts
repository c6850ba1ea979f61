import type { CallRequest } from '../../app/contract/list.ts';
import { pixelSizeOf } from '../../app/domain/calibration.ts';
import { packTiles } from '../../app/domain/labels/class-tiles.ts';
import { encodeLabelled } from '../../app/domain/labels/labelled-instance.ts';
import type { ModelCard } from '../../app/domain/training/model-card.ts';
import type { Finding } from '../../app/domain/training/scores.ts';
import { answerFactsTask } from '../../app/pipeline/tasks/answer-facts.ts';
import type { AbortSignalLike } from '../../app/ports/task.ts';
import { diagnoseAnswer } from '../../app/training/diagnose.ts';
import { projectFrame } from './project-material.ts';
import type { TrainingRoom } from './training-room.ts';

const anywhere = { device: 'cpu', threads: null, memory: null } as const;

/** Pixels of each class that a model learned from; null when its card does not say. */
function learnedPixels(card: ModelCard): number[] | null {
  const scores = card.scores.find(({ split }) => split === 'training');
  return scores === undefined ? null : scores.classes.map(({ pixels }) => pixels);
}

/** Why a model finds nothing on a frame, or little. */
export async function diagnosed(
  { ports, session, shelf }: TrainingRoom,
  { modelId, imageId, frame }: CallRequest<'training.diagnose'>,
  signal: AbortSignalLike,
): Promise<Finding[]> {
  const { card, trainable } = await shelf.named(modelId);
  const image = await session.project.reads.image(imageId);
  const { width, height } = image;
  const labels = { width, height, tiles: packTiles([]), particles: encodeLabelled([]) };
  const { classes, preprocessing } = card;
  const source = { image, frame, labels, classes, rules: [], preprocessing };
  const data = await projectFrame(ports, source, { priority: 'view', signal });
  const count = classes.length;
  let answer = { found: new Float64Array(count).fill(1), highest: new Float64Array(count).fill(1) };
  if (trainable && card.architecture !== null) {
    const { numbers } = await shelf.start(modelId);
    const network = { architecture: card.architecture, outputs: count, numbers };
    const { pixels } = data;
    const probabilities = await ports.trainer.probabilities(network, { width, height, pixels }, anywhere, signal);
    answer = await ports.tasks.run(answerFactsTask, { probabilities, classes: count }, { priority: 'view', signal });
  }
  return diagnoseAnswer({
    classes,
    learned: learnedPixels(card),
    learnedPixelSize: card.pixelSize,
    learnedPolarity: card.polarity,
    pixelSize: pixelSizeOf(image.calibration),
    polarity: data.polarity,
    flat: data.pixels.every((v) => v === 0),
    ...answer,
  });
}
