import { z } from 'zod';
import { JobInfo } from '../domain/job.ts';
import { call } from './call.ts';
import { Id, LabelFrameRef, ProjectInfo, RecentProject } from './nouns.ts';

const Stepped = z.object({ title: z.string().nullable(), frame: LabelFrameRef.nullable() });
const Within = z.object({ within: z.enum(['labels', 'project']).default('project') });
const SteppedWithin = Stepped.extend({ held: z.string().nullable() });

export const projectCalls = {
  'projects.current': call('The open project, or null.', z.object({}), z.object({ project: ProjectInfo.nullable() })),
  'projects.create': call(
    'Makes NAME.morpho in `folder` and opens it.',
    z.object({ folder: z.string(), name: z.string().min(1) }),
    ProjectInfo,
  ),
  'projects.open': call('Opens a project folder; closes the present one.', z.object({ path: z.string() }), ProjectInfo),
  'projects.openSample': call(
    'Opens the shipped sample project, made fresh on first use in `folder`, else in the documents folder.',
    z.object({ folder: z.string().optional() }),
    ProjectInfo,
  ),
  'projects.close': call('Closes the open project.', z.object({}), z.object({})),
  'projects.recent': call(
    'Projects opened lately, newest first.',
    z.object({}),
    z.object({ recent: z.array(RecentProject) }),
  ),
  'projects.forget': call('Takes a project off the recent list.', z.object({ path: z.string() }), z.object({})),
  'projects.backups': call(
    'Backups of a project, newest first; `path` null = the open one.',
    z.object({ path: z.string().nullable() }),
    z.object({
      backups: z.array(
        z.object({
          name: z.string(),
          at: z.string(),
          bytes: z.number(),
          /** Made before an upgrade, every hour of work, or when another backup took its place. */
          reason: z.enum(['before-upgrade', 'hourly', 'set-aside']),
        }),
      ),
    }),
  ),
  'projects.restore': call(
    'Goes back to a backup and opens the project; how it was until now is set aside as a backup. `path` null = the open one.',
    z.object({ path: z.string().nullable(), backup: z.string() }),
    ProjectInfo,
  ),
  'projects.pack': call(
    'Copies every referenced file into the project, so that the folder can travel. A job.',
    z.object({}),
    JobInfo,
  ),
  'projects.missing': call(
    'Images whose file is not where it was.',
    z.object({}),
    z.object({ images: z.array(z.object({ imageId: Id, name: z.string(), path: z.string() })) }),
  ),
  'projects.relink': call(
    'Looks for missing files in `folder` and below, by content (sha256), never by name alone. A job; result `{ found, missing }`.',
    z.object({ folder: z.string() }),
    JobInfo,
  ),
  'history.list': call(
    'Edits that can be undone and redone, newest first. `frame`: where its labels are, if it changed any.',
    z.object({ limit: z.number().int().max(1000).default(100) }),
    z.object({
      edits: z.array(
        z.object({
          id: Id,
          title: z.string(),
          at: z.string(),
          undone: z.boolean(),
          frame: LabelFrameRef.nullable(),
        }),
      ),
    }),
  ),
  'history.undo': call(
    'Undoes the newest edit. `frame`: where its labels are, if it changed any. `within` labels: only when it is about label sets or labels; `held` names one that is not and stays.',
    Within,
    SteppedWithin,
  ),
  'history.redo': call('Redoes the edit undone last; `within` and `held` as in undo.', Within, SteppedWithin),
  'history.jump': call(
    'Goes to the state just after an edit, back or forth; null = before all of them. Answers the edit that is the newest now.',
    z.object({ editId: Id.nullable() }),
    Stepped,
  ),
};
