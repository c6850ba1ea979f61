import type { LabelRole } from '../domain/labels/label-class.ts';
import type { Finding } from '../domain/training/scores.ts';

interface NamedClass {
  readonly name: string;
  readonly role: LabelRole;
}

/** Pixels of a class in all training images together under which it is hardly learned. */
const fewPixels = 200;
/** A magnification so many times off is worth a word. */
const farOff = 1.5;

/**
 * What is wrong with labels that a network is to learn from.
 * @param training labelled pixels of each class in the training images; @param validation the same, null without such images
 */
export function diagnoseTraining(
  classes: readonly NamedClass[],
  training: ArrayLike<number>,
  validation: ArrayLike<number> | null,
): Finding[] {
  const pixels = Array.from(classes, (_, k) => training[k] ?? 0);
  if (pixels.every((n) => n === 0))
    return [
      {
        tag: 'all-ignored',
        message: 'No pixel of the training images counts: all are unlabelled, of classes left out, or not reviewed.',
        remedy: 'Label some pixels of each class, mark the frames as reviewed, or allow unreviewed labels.',
      },
    ];
  const findings: Finding[] = [];
  const there = classes.filter((_, k) => pixels[k] > 0);
  if (there.length === 1)
    findings.push({
      tag: there[0].role === 'background' ? 'all-background' : 'class-missing',
      message: `All labelled pixels are ${there[0].name}: the network would learn to say that everywhere.`,
      remedy: 'Label some pixels of the other classes in the training images too.',
    });
  else
    for (const [k, { name }] of classes.entries())
      if (pixels[k] === 0)
        findings.push({
          tag: 'class-missing',
          message: `No training image has a pixel of ${name}: the network can't learn it.`,
          remedy: `Label some ${name}, move an image that has it to the training images, or leave the class out.`,
        });
      else if (pixels[k] < fewPixels)
        findings.push({
          tag: 'other',
          message: `The training images have only ${pixels[k]} pixels of ${name}.`,
          remedy: `Label more of it: a few hundred pixels in different places.`,
        });
  if (validation !== null)
    for (const [k, { name }] of classes.entries())
      if (pixels[k] > 0 && (validation[k] ?? 0) === 0)
        findings.push({
          tag: 'other',
          message: `No validation image has ${name}: how well it is found can't be watched.`,
          remedy: `Put an image with ${name} among the validation images.`,
        });
  return findings;
}

interface Span {
  readonly least: number;
  readonly most: number;
}

/** What is known of a model and of its answer on one frame. */
export interface AnswerFacts {
  readonly classes: readonly NamedClass[];
  /** Pixels learned from by class, null when that is not known. */
  readonly learned: ArrayLike<number> | null;
  /** nm a pixel. */
  readonly learnedPixelSize: Span | null;
  readonly learnedPolarity: 'bright' | 'dark' | 'either' | null;
  readonly pixelSize: number | null;
  readonly polarity: 'bright' | 'dark' | null;
  /** All grey levels of the frame are the same. */
  readonly flat: boolean;
  /** Pixels by most probable class. */
  readonly found: ArrayLike<number>;
  /** Highest probability of each class over the frame. */
  readonly highest: ArrayLike<number>;
}

/** Why a model finds nothing, or little, on a frame: what explains most comes first. Empty when particles were found and nothing is odd. */
export function diagnoseAnswer(facts: AnswerFacts): Finding[] {
  if (facts.flat)
    return [
      {
        tag: 'flat-image',
        message: 'All pixels of this frame have the same grey level: there is nothing to find.',
        remedy: 'Open another frame, or check how the file was exported.',
      },
    ];
  return [...learnedFindings(facts), ...conditionFindings(facts), ...outputFindings(facts)];
}

function learnedFindings({ classes, learned }: AnswerFacts): Finding[] {
  if (learned === null) return [];
  return classes.flatMap(({ name }, k): Finding[] =>
    learned[k] > 0
      ? []
      : [
          {
            tag: 'class-missing',
            message: `The model never saw ${name}: none of its training images has a labelled pixel of it.`,
            remedy: `Label some ${name} and train again.`,
          },
        ],
  );
}

function conditionFindings(facts: AnswerFacts): Finding[] {
  const { learnedPixelSize: span, pixelSize, learnedPolarity, polarity } = facts;
  const findings: Finding[] = [];
  if (span !== null && pixelSize !== null) {
    const off = pixelSize > span.most ? pixelSize / span.most : pixelSize < span.least ? span.least / pixelSize : 1;
    const learned = span.least === span.most ? String(span.least) : `${span.least} to ${span.most}`;
    if (off > farOff)
      findings.push({
        tag: 'pixel-size',
        message: `The model learned from ${learned} nm a pixel; this frame has ${pixelSize}, ${off.toPrecision(2)} times ${pixelSize > span.most ? 'coarser' : 'finer'}.`,
        remedy: 'Check the calibration, or label a frame of this magnification and train again.',
      });
  }
  if (span !== null && pixelSize === null)
    findings.push({
      tag: 'pixel-size',
      message: "This frame has no pixel size, so its magnification can't be compared with what the model learned from.",
      remedy: 'Type the pixel size or measure the scale bar.',
    });
  if (polarity !== null && learnedPolarity !== null && learnedPolarity !== 'either' && polarity !== learnedPolarity)
    findings.push({
      tag: 'polarity',
      message: `The model learned particles ${learnedPolarity === 'bright' ? 'brighter' : 'darker'} than their background; here they seem to be ${polarity === 'bright' ? 'brighter' : 'darker'}.`,
      remedy: 'Invert the image first, or label a frame like this one and train again.',
    });
  return findings;
}

function outputFindings({ classes, found, highest }: AnswerFacts): Finding[] {
  const particles = classes.flatMap(({ role }, k) => (role === 'background' || role === 'ignore' ? [] : [k]));
  if (particles.some((k) => found[k] > 0)) return [];
  const best = particles.reduce((a, b) => (highest[b] > highest[a] ? b : a), particles[0] ?? 0);
  const most = highest[best] ?? 0;
  if (most < 0.1)
    return [
      {
        tag: 'all-background',
        message: 'The model takes the whole frame for background and is sure of it.',
        remedy: 'If there are particles, label some of them here and train again.',
      },
    ];
  return [
    {
      tag: 'below-threshold',
      message: `No pixel is most probably a particle; ${classes[best].name} reaches ${most.toFixed(2)} at most.`,
      remedy: 'Lower the threshold, or label some particles here and train again.',
    },
  ];
}
