import type { LabelledInstance } from '../../../app/domain/labels/labelled-instance.ts';
import type { PixelBox } from '../../../app/domain/run-mask.ts';
import { boxesMeet, maskHas } from './mask-spans.ts';

/** Side of the squares by which particles are found; px. */
const cellSide = 256;

/** The particles of a frame, found by id and by place. */
export class InstanceIndex {
  readonly #byId = new Map<number, LabelledInstance>();
  readonly #cells = new Map<number, Set<number>>();
  readonly #columns: number;

  /** For an image `width` px wide. */
  constructor(width: number) {
    this.#columns = Math.ceil(width / cellSide);
  }

  get byId(): ReadonlyMap<number, LabelledInstance> {
    return this.#byId;
  }

  /** Puts a particle in, in place of the one of its id. */
  set(instance: LabelledInstance): void {
    this.delete(instance.id);
    this.#byId.set(instance.id, instance);
    for (const cell of this.#cellsOf(instance.mask)) {
      const ids = this.#cells.get(cell);
      if (ids === undefined) this.#cells.set(cell, new Set([instance.id]));
      else ids.add(instance.id);
    }
  }

  delete(id: number): void {
    const known = this.#byId.get(id);
    if (known === undefined) return;
    this.#byId.delete(id);
    for (const cell of this.#cellsOf(known.mask)) this.#cells.get(cell)?.delete(id);
  }

  clear(): void {
    this.#byId.clear();
    this.#cells.clear();
  }

  /** Particles whose box meets `box`, by ascending id. */
  meeting(box: PixelBox): LabelledInstance[] {
    const out: LabelledInstance[] = [];
    const cells = this.#cellsOf(box);
    const seen = cells.length > 1 ? new Set<number>() : null;
    for (const cell of cells) {
      for (const id of this.#cells.get(cell) ?? []) {
        const instance = this.#byId.get(id);
        if (instance === undefined || !boxesMeet(instance.mask, box) || seen?.has(id) === true) continue;
        seen?.add(id);
        out.push(instance);
      }
    }
    return out.sort((a, b) => a.id - b.id);
  }

  /** Particles that hold pixel (x, y), the highest id first. */
  at(x: number, y: number): LabelledInstance[] {
    const box = { x: Math.floor(x), y: Math.floor(y), width: 1, height: 1 };
    return this.meeting(box)
      .filter(({ mask }) => maskHas(mask, box.x, box.y))
      .reverse();
  }

  #cellsOf({ x, y, width, height }: PixelBox): readonly number[] {
    const left = Math.max(0, Math.floor(x / cellSide));
    const right = Math.min(this.#columns - 1, Math.floor((x + width - 1) / cellSide));
    const bottom = Math.floor((y + height - 1) / cellSide);
    const cells: number[] = [];
    for (let row = Math.max(0, Math.floor(y / cellSide)); row <= bottom; row++) {
      for (let column = left; column <= right; column++) cells.push(row * this.#columns + column);
    }
    return cells;
  }
}
