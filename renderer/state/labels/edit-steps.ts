import type { LabelEdit } from '../../../app/domain/labels/label-edit.ts';

/** An edit that can be taken back and made again from memory. */
interface Step {
  readonly title: string;
  readonly forth: LabelEdit;
  readonly back: LabelEdit;
}

/** So many edits are remembered for that; the project remembers all. */
const mostSteps = 50;
/** Edits of more spans than this are left to the project. */
const mostSpans = 20_000;

/** The last edits of a frame's labels, for undo and redo that wait for nobody. */
export class EditSteps {
  #done: Step[] = [];
  #undone: Step[] = [];

  /** An edit was made: what was taken back before it can't be made again. */
  add(step: Step): void {
    this.#undone = [];
    if (step.forth.classes.length > mostSpans) this.#done = [];
    else this.#done = [...this.#done.slice(1 - mostSteps), step];
  }

  /** What takes the last edit back, if it is called `title` (null: whatever it is called); null when it is not remembered. */
  back(title: string | null): LabelEdit | null {
    return move(this.#done, this.#undone, title)?.back ?? null;
  }

  /** What makes the edit again that was taken back last. */
  forth(title: string | null): LabelEdit | null {
    return move(this.#undone, this.#done, title)?.forth ?? null;
  }

  clear(): void {
    this.#done = [];
    this.#undone = [];
  }
}

function move(from: Step[], to: Step[], title: string | null): Step | null {
  const step = from.at(-1);
  if (step === undefined || (title !== null && step.title !== title)) return null;
  from.pop();
  to.push(step);
  return step;
}
