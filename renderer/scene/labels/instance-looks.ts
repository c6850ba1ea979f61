/** Bits of an instance's state, as the label shader reads them. */
export const stateBits = { selected: 1, hovered: 2, rejected: 4, dropped: 8, hidden: 16, hatched: 32 } as const;

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
  #drawnVersion = 1;

  constructor(count: number) {
    this.count = count;
    this.colours = new Uint8Array(count * 4).fill(255);
    this.states = new Uint8Array(count);
  }

  /** No instance has a state. */
  get plain(): boolean {
    return this.states.every((state) => state === 0);
  }

  get coloursVersion(): number {
    return this.#coloursVersion;
  }

  get statesVersion(): number {
    return this.#statesVersion;
  }

  /** Grows with every change that calls for a drawing of all; not with those of `set`. */
  get drawnVersion(): number {
    return this.#drawnVersion;
  }

  /** All of it looks different now: everything that shows it is drawn again. */
  redraw(): void {
    this.#drawnVersion++;
  }

  /** Writes colours through `paint(colours)`. */
  paint(paint: (colours: Uint8Array) => void): void {
    paint(this.colours);
    this.#coloursVersion++;
    this.#drawnVersion++;
  }

  /** Gives `bits` to exactly the instances of `ids` (1-based), takes them from all others. */
  mark(bits: number, ids: Iterable<number>): void {
    for (let i = 0; i < this.count; i++) this.states[i] &= ~bits;
    for (const id of ids) if (id >= 1 && id <= this.count) this.states[id - 1] |= bits;
    this.#statesVersion++;
    this.#drawnVersion++;
  }

  /** Gives `bits` to the instances whose flag (by id - 1) is `value`, takes them from the others. */
  markWhere(bits: number, flags: Uint8Array, value: 0 | 1): void {
    for (let i = 0; i < this.count; i++) {
      if (flags[i] === value) this.states[i] |= bits;
      else this.states[i] &= ~bits;
    }
    this.#statesVersion++;
    this.#drawnVersion++;
  }

  /** Gives `bits` to one instance or takes them from it. The caller has drawn what shows it. */
  set(id: number, bits: number, on: boolean): void {
    if (id < 1 || id > this.count) return;
    const next = on ? this.states[id - 1] | bits : this.states[id - 1] & ~bits;
    if (next === this.states[id - 1]) return;
    this.states[id - 1] = next;
    this.#statesVersion++;
  }

  /** Gives one instance a colour, 0..255 a channel. The caller has drawn what shows it. */
  tint(id: number, [r, g, b]: readonly [number, number, number]): void {
    const at = (id - 1) * 4;
    if (id < 1 || id > this.count) return;
    const { colours } = this;
    if (colours[at] === r && colours[at + 1] === g && colours[at + 2] === b) return;
    colours.set([r, g, b, 255], at);
    this.#coloursVersion++;
  }
}
