import type { LossOptions } from '../../native-models/gradient/losses.ts';

/** Against the logarithm of zero. */
const tiny = 1e-12;
/** As in the soft Dice of the training loss. */
const smooth = 1;

/** What a network makes of labelled images, pixel by pixel: counts, and the loss that its training minimises. */
export class Verdict {
  /** Pixels of each true class (row) that were given to each class (column). */
  readonly confusion: Float64Array;
  readonly #classes: number;
  readonly #options: LossOptions;
  /** [3, K]: found and right, found, there. */
  readonly #soft: Float64Array;
  #entropy = 0;
  #weight = 0;

  constructor(classes: number, options: LossOptions) {
    this.#classes = classes;
    this.#options = options;
    this.confusion = new Float64Array(classes * classes);
    this.#soft = new Float64Array(3 * classes);
  }

  /** @param probabilities [K, pixels] @param labels class of each pixel, -1 where nothing is labelled */
  add(probabilities: Float32Array, labels: Int32Array): void {
    const classes = this.#classes;
    const pixels = labels.length;
    const { loss, classWeights, focus = 2 } = this.#options;
    const soft = this.#soft;
    for (let i = 0; i < pixels; i++) {
      const truth = labels[i];
      if (truth < 0 || truth >= classes) continue;
      let best = 0;
      for (let k = 0; k < classes; k++) {
        const p = probabilities[k * pixels + i];
        if (p > probabilities[best * pixels + i]) best = k;
        soft[classes + k] += p;
      }
      const p = probabilities[truth * pixels + i];
      const weight = classWeights?.[truth] ?? 1;
      this.confusion[truth * classes + best]++;
      soft[truth] += p;
      soft[2 * classes + truth]++;
      this.#weight += weight;
      this.#entropy -= weight * Math.log(Math.max(tiny, p)) * (loss === 'focal' ? (1 - p) ** focus : 1);
    }
  }

  /** The loss over all pixels that were added. */
  get loss(): number {
    const entropy = this.#entropy / Math.max(tiny, this.#weight);
    const { loss } = this.#options;
    if (loss === 'dice') return this.#dice();
    return loss === 'cross-entropy-dice' ? entropy + this.#dice() : entropy;
  }

  #dice(): number {
    const { diceClasses, classWeights } = this.#options;
    let [sum, total] = [0, 0];
    for (let k = 0; k < this.#classes; k++) {
      if (diceClasses?.includes(k) === false) continue;
      const share = classWeights?.[k] ?? 1;
      const [both, found, there] = [0, 1, 2].map((row) => this.#soft[row * this.#classes + k]);
      sum += (share * (2 * both + smooth)) / (found + there + smooth);
      total += share;
    }
    return 1 - sum / Math.max(tiny, total);
  }
}
