import type { LabelSetInfo } from '../../app/contract/labels.ts';
import { Failure } from '../../app/domain/failure.ts';
import { packTiles } from '../../app/domain/labels/class-tiles.ts';
import { encodeLabelled } from '../../app/domain/labels/labelled-instance.ts';
import type { LabelWrite, StoredLabelSet } from '../../app/ports/stored-labels.ts';
import type { WithoutFiles } from './handler.ts';
import { labelJobHandlers } from './label-jobs.ts';
import { labelQueueHandlers } from './label-queue.ts';
import { labelVersionHandlers } from './label-versions.ts';
import { framesOf, keysOf, type Labels } from './labels.ts';
import type { ServicePorts } from './ports.ts';
import type { ProjectJobs } from './project-jobs.ts';
import type { Session } from './session.ts';

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
export function labelHandlers(
  ports: ServicePorts,
  session: Session,
  jobs: ProjectJobs,
  labels: Labels,
): WithoutFiles<'labels'> {
  const reviewed = { labelSets: true } as const;
  return {
    ...labelJobHandlers(ports, jobs, labels),
    ...labelQueueHandlers(ports, labels),
    ...labelVersionHandlers(ports, session, labels),
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
    'labels.checkPlace': async ({ box, ...key }) => {
      await session.edit(
        (edits) => edits.checkPlace(key, box),
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
