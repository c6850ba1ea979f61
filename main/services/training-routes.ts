import { Failure } from '../../app/domain/failure.ts';
import { decodeContent } from '../../app/domain/labels/label-content.ts';
import { plannedClasses, plannedRules, projectFrame } from './project-material.ts';
import { bytesOf, type Route } from './route.ts';
import type { TrainingRoom } from './training-room.ts';

const nothing = (what: string) =>
  new Failure('not-found', `There is no ${what} yet.`, 'Wait for the end of the first epoch.');

/** What a training makes of its watched frame while it learns, and what it learns there. */
export function trainingRoutes(trainings: TrainingRoom): Route[] {
  return [
    {
      method: 'GET',
      pattern: /^\/bytes\/training-prediction\/(\d+)\/(\d+)$/,
      answer: async ([id]) => {
        const predicted = trainings.live(Number(id))?.predicted ?? null;
        if (predicted === null) throw nothing('prediction');
        const { prediction, epoch, frame } = predicted;
        const { width, height, classes, sure } = prediction;
        const bytes = new Uint8Array(classes.length + sure.length);
        bytes.set(classes);
        bytes.set(sure, classes.length);
        return bytesOf(bytes, {
          'x-morphoscope-width': String(width),
          'x-morphoscope-height': String(height),
          'x-morphoscope-epoch': String(epoch),
          'x-morphoscope-image': String(frame.imageId),
          'x-morphoscope-frame': String(frame.frame),
        });
      },
    },
    {
      method: 'GET',
      pattern: /^\/bytes\/training-truth\/(\d+)\/(\d+)\/(\d+)$/,
      answer: async ([id, imageId, frame]) => {
        const { reads } = trainings.session.project;
        const { plan, labels } = await reads.training(Number(id));
        const [ref, image] = [{ imageId: Number(imageId), frame: Number(frame) }, await reads.image(Number(imageId))];
        const used = labels.find((l) => l.imageId === ref.imageId && l.frame === ref.frame);
        const stored =
          used === undefined
            ? await reads.labels({ setId: plan.setId, ...ref })
            : decodeContent(await reads.labelContent(used.sha256));
        const classes = plannedClasses(plan, (await reads.labelSet(plan.setId)).classes);
        const { preprocessing } = plan.settings;
        const source = { image, frame: ref.frame, labels: stored, rules: plannedRules(plan), classes, preprocessing };
        const data = await projectFrame(trainings.ports, source, { priority: 'view' });
        return bytesOf(
          Uint8Array.from(data.labels, (k) => (k < 0 ? 255 : k)),
          {
            'x-morphoscope-width': String(data.width),
            'x-morphoscope-height': String(data.height),
            'x-morphoscope-image': imageId,
            'x-morphoscope-frame': frame,
          },
        );
      },
    },
  ];
}
