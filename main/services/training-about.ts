import { z } from 'zod';
import { Failure } from '../../app/domain/failure.ts';
import { LearnedImage, ModelClass } from '../../app/domain/training/model-card.ts';
import { TrainingEpoch } from '../../app/domain/training/training-plan.ts';
import { TrainingSettings } from '../../app/domain/training/training-settings.ts';

/** What a checkpoint says of its training, beside the numbers. */
const TrainingAbout = z.object({
  format: z.literal(1),
  classes: z.array(ModelClass),
  images: z.array(LearnedImage),
  settings: TrainingSettings,
  /** What fitted the memory. */
  batch: z.number().int(),
  side: z.number().int(),
  /** sha256 of the model that it began from. */
  parent: z.string().nullable(),
  epochs: z.array(TrainingEpoch),
});
export type TrainingAbout = z.infer<typeof TrainingAbout>;

/** Throws `Failure` malformed when the text is not what a training wrote. */
export function parseAbout(text: string, name: string): TrainingAbout {
  let value: unknown = null;
  try {
    value = JSON.parse(text);
  } catch {
    // told below
  }
  const parsed = TrainingAbout.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new Failure('malformed', `${name} is no checkpoint of a training.`, 'Start the training anew.', name);
}

/** Throws `Failure` stale when a checkpoint was made from other images, labels or classes. */
export function expectSame(
  about: TrainingAbout,
  now: { readonly classes: readonly ModelClass[]; readonly images: readonly LearnedImage[] },
  name: string,
): void {
  const before = JSON.stringify(about.classes.map(({ name: n, role }) => [n, role]));
  if (before !== JSON.stringify(now.classes.map(({ name: n, role }) => [n, role])))
    throw new Failure(
      'stale',
      `${name} is of a training with other classes: ${about.classes.map((c) => c.name).join(', ')}.`,
      'Use the same key, or start anew without --resume.',
      name,
    );
  const keyOf = ({ sha256, frame, labels, split }: LearnedImage) => `${sha256}/${frame}/${labels}/${split}`;
  const [old, present] = [about.images.map(keyOf).sort(), now.images.map(keyOf).sort()];
  if (old.join() !== present.join())
    throw new Failure(
      'stale',
      `${name} is of a training with other images or labels than those that are there now.`,
      'Put them back as they were, or start anew from its model.',
      name,
    );
}
