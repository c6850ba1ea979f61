import { classCounts } from './counts.ts';
import type { TrainingFrame } from './frame.ts';

/** Where there are too few images to keep one for judging, this share of each is kept out of the training. */
const share = 0.25;

interface HeldOut {
  /** The frame's labels without those of the part that is kept. */
  readonly training: Int32Array;
  /** Only those. */
  readonly validation: Int32Array;
  readonly side: 'right' | 'left' | 'bottom' | 'top';
}

/**
 * Keeps the labels of a strip along one side of a frame for judging: of the four sides the one whose share of each class is nearest to
 * the part that it covers, so that both parts have all classes where that can be. -1 stands for no label in both results.
 */
export function heldOut({ width, height, labels }: Omit<TrainingFrame, 'pixels'>, classes: number): HeldOut {
  const all = classCounts(labels, classes);
  const sides = (['right', 'left', 'bottom', 'top'] as const).map((side) => {
    const isIn = strip(side, width, height);
    const kept = new Float64Array(classes);
    for (let i = 0; i < labels.length; i++) if (labels[i] >= 0 && isIn(i)) kept[labels[i]]++;
    const off = all.reduce((worst, n, k) => (n === 0 ? worst : Math.max(worst, Math.abs(kept[k] / n - share))), 0);
    return { side, isIn, off };
  });
  const { side, isIn } = sides.reduce((a, b) => (b.off < a.off ? b : a));
  return {
    training: labels.map((k, i) => (isIn(i) ? -1 : k)),
    validation: labels.map((k, i) => (isIn(i) ? k : -1)),
    side,
  };
}

function strip(side: HeldOut['side'], width: number, height: number): (pixel: number) => boolean {
  const [columns, rows] = [Math.max(1, Math.round(share * width)), Math.max(1, Math.round(share * height))];
  switch (side) {
    case 'right':
      return (i) => i % width >= width - columns;
    case 'left':
      return (i) => i % width < columns;
    case 'bottom':
      return (i) => i >= width * (height - rows);
    case 'top':
      return (i) => i < width * rows;
  }
}
