import type { CallRequest } from '../../app/contract/list.ts';
import { Failure } from '../../app/domain/failure.ts';
import { TrainingSettings } from '../../app/domain/training/training-settings.ts';
import { chooseSettings } from '../../app/training/settings.ts';
import type { ServicePorts } from './ports.ts';
import type { StartModel } from './start-model.ts';
import type { TrainingAbout } from './training-about.ts';
import { dividedMaterial, type Material } from './training-material.ts';

type Asked = Pick<
  CallRequest<'training.startFiles'>,
  'architecture' | 'epochs' | 'minutes' | 'seed' | 'threads' | 'memory' | 'settings'
>;

/** Long enough for a good result on a laptop. */
const usualMinutes = 8;

/** Settings for files: chosen from what is there, but for what was asked for; those of the checkpoint where it goes on from one. */
export function chosenSettings(
  { trainer }: Pick<ServicePorts, 'trainer'>,
  asked: Asked,
  material: Material,
  start: StartModel | null,
  resumed: Pick<TrainingAbout, 'settings'> | null,
): TrainingSettings {
  const length =
    asked.epochs === null && asked.minutes === null
      ? (resumed?.settings ?? { epochs: null, minutes: usualMinutes })
      : asked;
  const { epochs, minutes } = length;
  if (resumed !== null) return { ...resumed.settings, epochs, minutes, ...placed(asked) };
  const learned = dividedMaterial(material);
  const training = material.frames.filter(({ split }) => split === 'training');
  const architecture = asked.architecture ?? start?.card.architecture ?? trainer.architectures[0].name;
  if (!trainer.architectures.some(({ name }) => name === architecture))
    throw new Failure(
      'invalid-input',
      `No network is named “${architecture}”.`,
      `Choose one of ${trainer.architectures.map(({ name }) => name).join(', ')}.`,
      architecture,
    );
  const { settings } = chooseSettings({
    classes: material.classes,
    counts: learned.counts,
    frames: training.map(({ data }) => data),
    diameters: training.flatMap(({ data }) => [...data.diameters]),
    pixelSizes: training.flatMap(({ pixelSize }) => pixelSize ?? []),
    start: start === null ? 'scratch' : start.fits(architecture, material.classes),
    architecture,
    minutes: minutes ?? usualMinutes,
    validated: true,
  });
  const chosen = {
    ...settings,
    epochs,
    minutes,
    seed: asked.seed ?? settings.seed,
    preprocessing: start?.card.preprocessing ?? settings.preprocessing,
    ...placed(asked),
  };
  return withChanges({ ...chosen, stepsPerEpoch: epochLength(chosen, learned.validation) }, asked.settings);
}

const placed = ({ threads, memory }: Asked) => ({
  ...(threads === null ? {} : { threads }),
  ...(memory === null ? {} : { memory }),
});

/** Least steps between two looks at the validation images, and the share of the time that these may take. */
const [leastSteps, judgingShare] = [25, 0.15];
/** A step costs as much as predicting so many times its pixels. */
const stepCost = 3;

/** Steps of an epoch: enough that judging takes a small share of the time. */
export function epochLength(
  { batch, patch }: Pick<TrainingSettings, 'batch' | 'patch'>,
  validation: readonly { readonly width: number; readonly height: number }[],
): number {
  const pixels = validation.reduce((sum, { width, height }) => sum + width * height, 0);
  return Math.max(leastSteps, Math.ceil(pixels / (judgingShare * stepCost * batch * patch ** 2)));
}

/** Settings with some changed by name: `rate`, `loss`, `augmentation.blur`. Throws `Failure` invalid-input for others. */
export function withChanges(
  settings: TrainingSettings,
  changes: CallRequest<'training.startFiles'>['settings'],
): TrainingSettings {
  const out = structuredClone(settings) as unknown as Record<string, unknown>;
  for (const [name, value] of Object.entries(changes)) {
    const [group, inner] = name.split('.');
    const home = inner === undefined ? out : (out[group] as Record<string, unknown> | undefined);
    const key = inner ?? group;
    if (home === undefined || typeof home !== 'object' || !Object.hasOwn(home, key))
      throw new Failure(
        'invalid-input',
        `A training has no setting “${name}”.`,
        `It has ${Object.keys(settings).join(', ')}.`,
        name,
      );
    home[key] = value;
  }
  const parsed = TrainingSettings.safeParse(out);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new Failure(
    'invalid-input',
    `The setting ${issue.path.join('.')} can't be so: ${issue.message}.`,
    'Give another value.',
    issue.path.join('.'),
  );
}
