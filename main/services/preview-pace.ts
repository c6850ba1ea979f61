import type { Recipe } from '../../app/domain/recipe.ts';

/** A quick preview should be computed in this time, s; the rest of 150 ms goes to the way there and to drawing. */
const aim = 0.07;
/** Time a pixel before anything was measured, s. */
const firstRate = 2.5e-7;
/** A slow answer is forgotten this slowly: the next one weighs as much as it when it took this share of its time. */
const memory = 0.9;
const fewestPixels = 40_000;

/** Learns how many pixels of a frame a recipe gets through in the time of a quick preview. */
export class PreviewPace {
  readonly #rates = new Map<string, number>();

  #key(recipe: Recipe): string {
    return recipe.steps.map(({ step, enabled }) => (enabled ? step : '')).join(' ');
  }

  pixelsFor(recipe: Recipe): number {
    return Math.max(fewestPixels, Math.round(aim / (this.#rates.get(this.#key(recipe)) ?? firstRate)));
  }

  learn(recipe: Recipe, pixels: number, seconds: number): void {
    const key = this.#key(recipe);
    const known = this.#rates.get(key);
    const rate = seconds / pixels;
    this.#rates.set(key, known === undefined ? rate : Math.max(rate, memory * known));
  }
}
