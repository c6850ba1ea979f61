import type { ModelScores } from '../../../app/training/scores.ts';
import { compactUnet } from '../../architectures/compact-unet.ts';
import type { ModelManifest } from '../../catalog/manifest.ts';
import type { Kind } from './kinds.ts';

const round = (value: number | null) => (value === null ? null : Math.round(value * 10_000) / 10_000);

/** File, card and scores of a network of this folder. */
export function manifestOf(known: {
  readonly kind: Kind;
  readonly steps: number;
  readonly bytes: number;
  readonly sha256: string;
  readonly scores: ModelScores;
  /** Pixels of each true class (row) found as each class (column). */
  readonly confusion: Float64Array;
  readonly images: number;
}): ModelManifest {
  const { kind, steps, bytes, sha256, scores, confusion, images } = known;
  const count = kind.classes.length;
  return {
    file: `${kind.id}.onnx`,
    bytes,
    maps: null,
    card: {
      format: 1,
      id: kind.id,
      title: kind.title,
      help: kind.help,
      kind: 'classes',
      architecture: compactUnet.name,
      classes: kind.classes.map(({ name, color, role }) => ({ name, colour: color, role })),
      preprocessing: { hits: null, flatField: 0, median: 0 },
      pixelSize: null,
      diameter: kind.diameter,
      polarity: kind.polarity,
      learnedFrom: [],
      sources: [
        `simulated micrographs of the kinds ${[...new Set(kind.scenes)].join(', ')}, 384 x 384 px, a new one every 8 steps`,
      ],
      settings: null,
      training: { device: 'cpu', threads: 1, epochs: Math.floor(steps / 250), bestEpoch: null, steps, seconds: 0 },
      scores: [
        {
          split: 'test',
          images,
          pixelAccuracy: round(scores.pixelAccuracy),
          meanDice: round(scores.meanDice),
          classes: scores.classes.map((score, k) => ({
            name: kind.classes[k].name,
            dice: round(score.dice),
            iou: round(score.iou),
            precision: round(score.precision),
            recall: round(score.recall),
            pixels: score.pixels,
          })),
          confusion: Array.from({ length: count }, (_, k) => [...confusion.subarray(k * count, (k + 1) * count)]),
        },
      ],
      measured: [],
      limits: ['Its scores are of simulated micrographs', ...kind.limits],
      parent: null,
      program: 'Morphoscope',
      created: new Date().toISOString(),
      licence: 'MIT',
      sha256,
    },
  };
}
