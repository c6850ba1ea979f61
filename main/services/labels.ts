import type { LabelEditReply } from '../../app/contract/bytes.ts';
import type { FrameRef } from '../../app/contract/nouns.ts';
import { Failure } from '../../app/domain/failure.ts';
import type { OpenProject, ProjectReads, Remote } from '../../app/ports/store.ts';
import type { LabelFrameKey, LabelWrite } from '../../app/ports/stored-labels.ts';
import type { Session } from './session.ts';

/** The labels of the open project, and the one way to change them: every change tells the windows. */
export class Labels {
  readonly #session: Session;

  constructor(session: Session) {
    this.#session = session;
  }

  get project(): OpenProject {
    return this.#session.project;
  }

  get reads(): Remote<ProjectReads> {
    return this.project.reads;
  }

  /** Throws `Failure` when the set or its class is not there. */
  async expectClass(setId: number, classId: number): Promise<void> {
    const { name, classes } = await this.reads.labelSet(setId);
    if (classes.some(({ id }) => id === classId)) return;
    throw new Failure('invalid-input', `${name} has no class ${classId}.`, 'Choose one of its classes.', name);
  }

  /** Makes a person's stroke on one frame. `window` is told who made it. */
  async stroke(
    key: LabelFrameKey,
    change: { readonly base: number; readonly edit: Uint8Array },
    title: string,
    window: string | null,
  ): Promise<LabelEditReply> {
    const made = await this.#session.edit(
      (edits) => edits.changeLabels(title, [{ ...key, ...change }], true),
      ({ frames }) => ({ labels: frames, window }),
    );
    const { nextInstanceId } = await this.reads.labelFrame(key);
    return { version: made.frames[0].version, editId: made.editId, nextId: nextInstanceId };
  }

  /** Makes what the program worked out, as one edit; the frames have to be reviewed again. */
  async change(title: string, writes: readonly LabelWrite[]): Promise<void> {
    await this.#session.edit(
      (edits) => edits.changeLabels(title, writes, false),
      ({ frames }) => ({ labels: frames }),
    );
  }
}

/** Frames of a set as storage names them; each once. */
export function keysOf(setId: number, frames: readonly FrameRef[]): LabelFrameKey[] {
  const keys = new Map(frames.map(({ imageId, frame }) => [`${imageId}/${frame}`, { setId, imageId, frame }]));
  return [...keys.values()];
}

/** "1 frame", "12 frames". */
export function framesOf(count: number): string {
  return `${count.toLocaleString('en-US')} frame${count === 1 ? '' : 's'}`;
}
