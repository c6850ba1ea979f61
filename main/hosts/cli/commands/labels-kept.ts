import type { LabelSetInfo } from '../../../../app/contract/labels.ts';
import { type CommandContext, counted, needFlag, wrongUsage } from '../command.ts';

/** How the command finds the project and the set that it is about. */
export interface LabelProject {
  readonly folder: (context: CommandContext) => string;
  readonly set: (context: CommandContext, sets: readonly LabelSetInfo[]) => LabelSetInfo | undefined;
}

const name = 'labels';

async function labelledFrames(context: CommandContext, project: LabelProject) {
  const { client, flags } = context;
  await client.ask('projects.open', { path: project.folder(context) });
  const { sets } = await client.ask('labels.sets', {});
  const set = project.set(context, sets);
  if (set === undefined)
    throw wrongUsage(
      sets.length === 0 ? 'The project has no labels yet.' : `--set is one of ${sets.map((s) => s.name).join(', ')}.`,
      name,
    );
  const { frames } = await client.ask('labels.frames', { setId: set.id });
  const reviewed = flags['reviewed'] === true;
  const chosen = reviewed ? frames.filter((f) => f.reviewed) : frames;
  if (chosen.length === 0)
    throw wrongUsage(`No frame of “${set.name}” is ${reviewed ? 'marked as reviewed' : 'labelled'} yet.`, name);
  const { images } = await client.ask('images.list', {});
  const nameOf = new Map(images.map((image) => [image.id, image.name]));
  return { set, frames: chosen.map((f) => ({ ...f, image: nameOf.get(f.imageId) ?? String(f.imageId) })) };
}

/** Keeps the labels of a set as they are now under a title; prints the name of each frame's content. */
async function keep(context: CommandContext, project: LabelProject): Promise<number> {
  const title = needFlag(context, 'title', name);
  const { set, frames } = await labelledFrames(context, project);
  const places = frames.map(({ imageId, frame }) => ({ imageId, frame }));
  const { sha256 } = await context.client.ask('labels.keepVersion', { setId: set.id, frames: places, title });
  const kept = frames.map(({ image, frame }, i) => ({ image, frame, sha256: sha256[i] }));
  if (context.json) context.print(JSON.stringify({ set: set.name, title, kept }, null, 1));
  else for (const one of kept) context.print(`${one.sha256}  ${one.image}, frame ${one.frame + 1}`);
  return 0;
}

/** Lists the kept versions of every labelled frame, newest first. */
async function versions(context: CommandContext, project: LabelProject): Promise<number> {
  const { set, frames } = await labelledFrames(context, project);
  const found = [];
  for (const { imageId, frame, image, reviewed } of frames) {
    const kept = await context.client.ask('labels.versions', { setId: set.id, imageId, frame });
    found.push({ image, frame, reviewed, versions: kept.versions });
  }
  if (context.json) context.print(JSON.stringify({ set: set.name, frames: found }, null, 1));
  for (const { image, frame, reviewed, versions: kept } of context.json ? [] : found) {
    context.print(`${image}, frame ${frame + 1}${reviewed ? ', reviewed' : ''}: ${counted(kept.length, 'version')}`);
    for (const v of kept) context.print(`  ${v.at}  ${v.sha256}  ${v.title}, ${counted(v.instances, 'particle')}`);
  }
  return 0;
}

/** What is done with kept versions of labels. */
export function keptVerbs(project: LabelProject) {
  return {
    keep: (context: CommandContext) => keep(context, project),
    versions: (context: CommandContext) => versions(context, project),
  };
}
