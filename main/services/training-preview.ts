import { Failure } from '../../app/domain/failure.ts';
import type { TrainingPlan } from '../../app/domain/training/training-plan.ts';
import { patchIndexTask, trainingBatchTask } from '../../app/pipeline/tasks/training-batch.ts';
import type { AbortSignalLike } from '../../app/ports/task.ts';
import type { Previews } from './previews.ts';
import { plannedClasses, plannedRules, projectFrame } from './project-material.ts';
import type { TrainingRoom } from './training-room.ts';

/** Frames that patches are shown of. */
const mostFrames = 6;
/** Grey levels are shown from so many deviations below the mean to as many above. */
const shownDeviations = 2.5;

/** Patches as a training would learn from them: for each a byte of grey a pixel, then a byte of class (255 = none). */
export async function previewBatch(
  { ports, session, labels }: TrainingRoom,
  previews: Previews,
  { plan, count, seed }: { plan: TrainingPlan; count: number; seed: number },
  signal: AbortSignalLike,
): Promise<{ url: string; side: number; count: number }> {
  const { reads } = session.project;
  const classes = plannedClasses(plan, (await reads.labelSet(plan.setId)).classes);
  const training = plan.frames.filter(({ split }) => split === 'training').slice(0, mostFrames);
  if (training.length === 0)
    throw new Failure('invalid-input', 'No frame is there to learn from.', 'Label a frame and mark it as reviewed.');
  const options = { priority: 'view', signal } as const;
  const frames = [];
  for (const { imageId, frame } of training) {
    const [image, stored] = [
      await reads.image(imageId),
      await labels.reads.labels({ setId: plan.setId, imageId, frame }),
    ];
    const source = {
      image,
      frame,
      labels: stored,
      classes,
      rules: plannedRules(plan),
      preprocessing: plan.settings.preprocessing,
    };
    const { width, height, pixels, labels: truth } = await projectFrame(ports, source, options);
    frames.push({ width, height, pixels, labels: truth });
  }
  const index = await ports.tasks.run(patchIndexTask, { frames, classes: classes.length }, options);
  const { side } = ports.trainer.fit(plan.settings, classes.length);
  const batchPlan = { batch: count, side, augmentation: plan.settings.augmentation, balance: 0.5, seed };
  const { image, truth } = await ports.tasks.run(
    trainingBatchTask,
    { frames, index, plan: batchPlan, number: 0 },
    options,
  );
  const area = side * side;
  const bytes = new Uint8Array(2 * count * area);
  for (let n = 0; n < count; n++)
    for (let i = 0; i < area; i++) {
      const level = 127.5 * (1 + image[n * area + i] / shownDeviations);
      bytes[2 * n * area + i] = Math.min(255, Math.max(0, level));
      const k = truth[n * area + i];
      bytes[(2 * n + 1) * area + i] = k < 0 ? 255 : k;
    }
  const token = previews.keep({ kind: 'binary', width: side, height: 2 * count * side, bytes });
  return { url: `/bytes/preview/${token}`, side, count };
}
