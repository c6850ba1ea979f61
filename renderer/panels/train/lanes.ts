import type { TrainingFrame } from '../../../app/contract/training.ts';
import { type Lane, laneOf } from '../../state/training/plan.ts';

export interface LaneInfo {
  readonly id: Lane;
  readonly title: string;
  /** What it is for, on hover. */
  readonly help: string;
  readonly key: string;
  /** What an empty lane says. */
  readonly empty: string;
  /** Takes the whole width; the others stand side by side. */
  readonly wide: boolean;
}

/** The parts that frames are divided into, in the order in which they are shown. */
export const lanes: readonly LaneInfo[] = [
  {
    id: 'training',
    title: 'Training',
    help: 'The network learns from these. All frames of an image are in the same part, so that it is never judged by what it knows.',
    key: 'T',
    empty: 'Drop frames here that the network is to learn from.',
    wide: true,
  },
  {
    id: 'validation',
    title: 'Validation',
    help: 'Judged after every epoch: the epoch that does best here is kept, and training ends when it gets no better.',
    key: 'V',
    empty: 'Without validation frames the last epoch is kept, whether it is the best or not.',
    wide: false,
  },
  {
    id: 'test',
    title: 'Frozen test set',
    help: 'Never learned from and never used to choose: what a paper may quote. Frames stay frozen for later trainings until somebody takes them out, which the project remembers.',
    key: 'E',
    empty: 'Drop frames here to compare models on images that none of them has learned from.',
    wide: false,
  },
  {
    id: 'out',
    title: 'Left out',
    help: 'Takes no part: not reviewed yet, without labels of these classes, or put here.',
    key: 'X',
    empty: 'No labelled frame is left out.',
    wide: true,
  },
];

/** Frames of a lane, in the order of the project. */
export const framesOf = (frames: readonly TrainingFrame[], lane: Lane): readonly TrainingFrame[] =>
  frames.filter((frame) => laneOf(frame) === lane);

/** Shares of the pixels of a frame by class; what has no class is left over. */
export function classShares({ pixels, width, height }: Pick<TrainingFrame, 'pixels' | 'width' | 'height'>): number[] {
  const all = Math.max(1, width * height);
  return pixels.map((n) => n / all);
}
