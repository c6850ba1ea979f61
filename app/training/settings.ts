import type { LabelRole } from '../domain/labels/label-class.ts';
import { TrainingSettings } from '../domain/training/training-settings.ts';
import { classWeights } from './counts.ts';

/** What is known of the frames that are to be learned from. */
export interface SettingsFacts {
  readonly classes: readonly { readonly name: string; readonly role: LabelRole }[];
  /** Labelled pixels of each class in the training frames together. */
  readonly counts: ArrayLike<number>;
  /** Sizes of the training frames, px. */
  readonly frames: readonly { readonly width: number; readonly height: number }[];
  /** Diameters of their labelled particles, px. */
  readonly diameters: readonly number[];
  /** nm a pixel of the calibrated ones. */
  readonly pixelSizes: readonly number[];
  /** `same`: from a model of the same classes. `head`: from one of other classes. `scratch`: from random weights. */
  readonly start: 'same' | 'head' | 'scratch';
  /** Of the model that it starts from, else of the default network. */
  readonly architecture: string;
  readonly minutes: number;
  /** Whether there are frames to judge it by. */
  readonly validated: boolean;
}

/** A choice and its reason. */
export interface SettingsReason {
  readonly about: 'augmentation' | 'loss' | 'patch' | 'length';
  readonly text: string;
}

/** Sides of patches, px: multiples of what every network divides its input by. */
const sides = [96, 128, 160, 192, 256, 320];
const usualSide = 192;
/** Pixels of a batch: four patches of the usual side. */
const batchPixels = 4 * usualSide * usualSide;
/** Magnifications further apart than this are varied more. */
const oneMagnification = 1.1;

function patchSide({ frames, diameters }: SettingsFacts): { side: number; text: string } {
  const smallest = Math.min(...frames.flatMap(({ width, height }) => [width, height]));
  const sizes = [...diameters].sort((a, b) => a - b);
  const large = sizes[Math.floor(0.9 * sizes.length)];
  const fits = sides.filter((side) => side <= smallest);
  const most = fits.at(-1) ?? sides[0];
  if (large === undefined) {
    const side = Math.min(usualSide, most);
    return { side, text: `Patches of ${side} px.` };
  }
  // a particle with as much of its surroundings on each side
  const side = Math.min(most, sides.find((s) => s >= 3 * large) ?? (sides.at(-1) as number));
  return { side, text: `Patches of ${side} px: nine of ten particles are under ${Math.ceil(large)} px.` };
}

/** Settings that suit the frames, each with its reason in a sentence. What is not named here are the defaults of `TrainingSettings`. */
export function chooseSettings(facts: SettingsFacts): { settings: TrainingSettings; reasons: SettingsReason[] } {
  const { pixelSizes, start, minutes, validated } = facts;
  const { side, text } = patchSide(facts);
  const batch = Math.min(16, Math.max(2, Math.round(batchPixels / (side * side))));
  const ratio = pixelSizes.length === 0 ? 1 : Math.max(...pixelSizes) / Math.min(...pixelSizes);
  const scale = ratio > oneMagnification ? 0.25 : 0.1;
  const weights = classWeights(facts.counts, 'balanced');
  const rarest = weights.indexOf(Math.max(...weights));
  const uneven = Math.max(...weights) > 2 * Math.min(...weights);
  const settings = TrainingSettings.parse({
    architecture: facts.architecture,
    augmentation: { scale },
    classWeights: uneven ? 'balanced' : 'equal',
    rate: start === 'scratch' ? 0.003 : start === 'head' ? 0.002 : 0.001,
    batch,
    patch: side,
    minutes,
  });
  return {
    settings,
    reasons: [
      { about: 'patch', text: `${text} ${batch} a step.` },
      {
        about: 'augmentation',
        text:
          ratio > oneMagnification
            ? `Patches are turned, mirrored and zoomed by up to ${scale}: the frames differ ${ratio.toPrecision(2)} times in magnification.`
            : `Patches are turned, mirrored and zoomed by up to ${scale}; grey levels vary a little.`,
      },
      {
        about: 'loss',
        text: uneven
          ? `Cross-entropy and Dice; rare classes count more, ${facts.classes[rarest]?.name ?? 'the rarest'} most.`
          : 'Cross-entropy and Dice; all classes count alike, for none is rare.',
      },
      {
        about: 'length',
        text: `It learns for ${minutes} minutes; the best epoch ${validated ? 'on the validation images ' : ''}is kept.`,
      },
    ],
  };
}
