/** Bits of an instance's state, as the label shader reads them. */
export const stateBits = { selected: 1, hovered: 2, rejected: 4, dropped: 8, hidden: 16 } as const;

/**
 * Colour and state of every instance of a label map, by id - 1. The renderer uploads what changed since it last looked,
 * a few kB, so selecting ten thousand particles is one frame.
 */
export class InstanceLooks {
  readonly count: number;
  /** RGBA bytes. */
  readonly colours: Uint8Array;
  readonly states: Uint8Array;
  #coloursVersion = 1;
  #statesVersion = 1;

  constructor(count: number) {
    this.count = count;
    this.colours = new Uint8Array(count * 4).fill(255);
    this.states = new Uint8Array(count);
  }

  get coloursVersion(): number {
    return this.#coloursVersion;
  }

  get statesVersion(): number {
    return this.#statesVersion;
  }

  /** Writes colours through `paint(colours)`. */
  paint(paint: (colours: Uint8Array) => void): void {
    paint(this.colours);
    this.#coloursVersion++;
  }

  /** Gives `bits` to exactly the instances of `ids` (1-based), takes them from all others. */
  mark(bits: number, ids: Iterable<number>): void {
    for (let i = 0; i < this.count; i++) this.states[i] &= ~bits;
    for (const id of ids) if (id >= 1 && id <= this.count) this.states[id - 1] |= bits;
    this.#statesVersion++;
  }

  /** Gives `bits` to the instances whose flag (by id - 1) is `value`, takes them from the others. */
  markWhere(bits: number, flags: Uint8Array, value: 0 | 1): void {
    for (let i = 0; i < this.count; i++) {
      if (flags[i] === value) this.states[i] |= bits;
      else this.states[i] &= ~bits;
    }
    this.#statesVersion++;
  }
}
