import type { LabelEditReply } from '../../app/contract/bytes.ts';
import type { LabelSetInfo } from '../../app/contract/labels.ts';
import type { FrameRef } from '../../app/contract/nouns.ts';
import { Failure } from '../../app/domain/failure.ts';
import { packTiles } from '../../app/domain/labels/class-tiles.ts';
import { encodeLabelled } from '../../app/domain/labels/labelled-instance.ts';
import type { OpenProject, ProjectReads, Remote } from '../../app/ports/store.ts';
import type { LabelFrameKey, LabelWrite, StoredLabelSet } from '../../app/ports/stored-labels.ts';
import type { WithoutFiles } from './handler.ts';
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

const nouns = { classes: 'classes', instances: 'particles', both: 'labels' } as const;
type What = keyof typeof nouns;

function setInfo(set: StoredLabelSet): LabelSetInfo {
  return { ...set, classes: [...set.classes] };
}

/** What of a frame goes onto others. */
function taken(
  what: What,
  classes: Uint8Array,
  particles: Uint8Array,
): Pick<LabelWrite, 'classes'> | Pick<LabelWrite, 'particles'> {
  return { ...(what === 'instances' ? {} : { classes }), ...(what === 'classes' ? {} : { particles }) };
}

/** Sets and frames of labels. */
export function labelHandlers(session: Session, labels: Labels): WithoutFiles<'labels'> {
  const reviewed = { labelSets: true } as const;
  return {
    'labels.sets': async () => ({ sets: (await labels.reads.labelSets()).map(setInfo) }),
    'labels.createSet': async ({ name, classes }) =>
      setInfo(await session.edit((edits) => edits.createLabelSet(name, classes), { labelSets: true })),
    'labels.updateSet': async ({ id, name, classes, moveTo }) => {
      const change = { ...(name === undefined ? {} : { name }), ...(classes === undefined ? {} : { classes }) };
      const { set } = await session.edit(
        (edits) => edits.updateLabelSet(id, change, moveTo),
        ({ frames }) => ({ labelSets: true, labels: frames }),
      );
      return setInfo(set);
    },
    'labels.removeSet': async ({ id }) => {
      await session.edit((edits) => edits.removeLabelSet(id), { labelSets: true });
      return {};
    },
    'labels.frames': async ({ setId }) => ({ frames: await labels.reads.labelFrames(setId) }),
    'labels.frame': async (key) => labels.reads.labelFrame(key),
    'labels.clear': async ({ setId, frames, what }) => {
      const keys = keysOf(setId, frames);
      const empty = taken(what, packTiles([]), encodeLabelled([]));
      await labels.change(
        `Clear ${nouns[what]} of ${framesOf(keys.length)}`,
        keys.map((key) => ({ ...key, base: null, ...empty })),
      );
      return {};
    },
    'labels.review': async ({ setId, frames, reviewed: is }) => {
      await session.edit(
        (edits) => edits.reviewFrames(keysOf(setId, frames), is),
        (touched) => ({ ...reviewed, labels: touched }),
      );
      return {};
    },
    'labels.reviewInstances': async ({ ids, reviewed: is, ...key }) => {
      await session.edit(
        (edits) => edits.reviewParticles(key, [...new Set(ids)], is),
        (touched) => ({ labels: [touched] }),
      );
      return {};
    },
    'labels.copy': async ({ setId, from, to, what }) => {
      const source = await labels.reads.labels({ setId, ...from });
      const keys = keysOf(setId, to).filter((key) => key.imageId !== from.imageId || key.frame !== from.frame);
      const details = await Promise.all(keys.map((key) => labels.reads.labelFrame(key)));
      const strange = details.find(({ width, height }) => width !== source.width || height !== source.height);
      if (strange !== undefined)
        throw new Failure(
          'invalid-input',
          `The labels are of ${source.width} × ${source.height} px, frame ${strange.frame + 1} of image ${strange.imageId} has ${strange.width} × ${strange.height} px.`,
          'Copy labels between frames of the same size.',
        );
      const content = taken(what, source.tiles, source.particles);
      await labels.change(
        `Copy ${nouns[what]} to ${framesOf(keys.length)}`,
        keys.map((key) => ({ ...key, base: null, ...content })),
      );
      return {};
    },
  };
}
