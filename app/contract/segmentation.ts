import { z } from 'zod';
import { JobInfo } from '../domain/job.ts';
import { Recipe, StepInfo } from '../domain/recipe.ts';
import { Provenance } from '../domain/run.ts';
import { call } from './call.ts';
import { Id } from './nouns.ts';

export const RunInfo = z.object({
  id: Id,
  title: z.string(),
  recipe: Recipe,
  created: z.string(),
  /**
   * `interrupted`: the program ended while it ran. `stopped`: a person stopped it. Starting the same recipe again goes on
   * in the same run, with what is finished taken over.
   */
  state: z.enum(['running', 'complete', 'stopped', 'interrupted']),
  /** Image frames that were asked for. */
  planned: z.number().int(),
  /** One result an image frame. */
  results: z.array(
    z.object({ imageId: Id, frame: z.number().int(), particles: z.number().int(), seconds: z.number() }),
  ),
  particles: z.number().int(),
});
export type RunInfo = z.infer<typeof RunInfo>;

const Rect = z.object({
  x: z.number().int(),
  y: z.number().int(),
  width: z.number().int().positive(),
  height: z.number().int().positive(),
});

export const segmentationCalls = {
  'recipes.list': call(
    "Shipped recipes and the project's own.",
    z.object({}),
    z.object({ recipes: z.array(Recipe.extend({ shipped: z.boolean() })) }),
  ),
  'recipes.steps': call(
    'Every step that a recipe may use, with its parameters.',
    z.object({}),
    z.object({ steps: z.array(StepInfo) }),
  ),
  'recipes.save': call('Keeps a recipe in the project under its id.', z.object({ recipe: Recipe }), z.object({})),
  'recipes.remove': call("Removes one of the project's own recipes.", z.object({ id: z.string() }), z.object({})),
  'recipes.suggest': call(
    'The recipe, polarity and sizes that the program would choose for this image by itself.',
    z.object({ imageId: Id, frame: z.number().int() }),
    z.object({ recipe: Recipe, reason: z.string() }),
  ),
  'recipes.preview': call(
    'Runs a recipe on the visible region (px) at `scale` (1 = full resolution, 0.5 = half). A newer preview stops an older one. The picture comes from `url` (`/bytes/...`): uint32 labels, row-major, of `width` x `height`.',
    z.object({
      imageId: Id,
      frame: z.number().int(),
      region: Rect,
      scale: z.number().positive().max(1),
      /** Answer within about 0.1 s, at a coarser scale where the recipe takes longer. */
      quick: z.boolean().optional(),
      recipe: Recipe,
      upToStep: z.number().int().optional(),
    }),
    z.object({
      url: z.string(),
      kind: z.enum(['image', 'binary', 'labels']),
      width: z.number().int(),
      height: z.number().int(),
      region: Rect,
      scale: z.number(),
      /** False when a quick answer is coarser than what was asked. */
      complete: z.boolean(),
      particles: z.number().int(),
      seconds: z.number(),
      resolved: z.record(z.string(), z.union([z.number(), z.string(), z.boolean()])),
    }),
  ),
  'runs.start': call(
    'Runs a recipe on images as a job. Frames computed before with equal provenance are taken over. Result `{ runId }`.',
    z.object({
      recipe: Recipe,
      imageIds: z.array(Id).min(1),
      frames: z.enum(['first', 'all']).default('all'),
      /** Diffraction patterns (pixels in 1/nm) are segmented as well; without it they are left out, and refused when nothing else is there. */
      patterns: z.boolean().default(false),
      title: z.string().optional(),
    }),
    JobInfo,
  ),
  'runs.list': call('Runs, newest first.', z.object({}), z.object({ runs: z.array(RunInfo) })),
  'runs.rename': call('Renames a run.', z.object({ id: Id, title: z.string().min(1) }), z.object({})),
  'runs.remove': call(
    'Removes a run and its results. Can be undone until the project is closed.',
    z.object({ id: Id }),
    z.object({}),
  ),
  'runs.provenance': call(
    'Where one result comes from.',
    z.object({ runId: Id, imageId: Id, frame: z.number().int() }),
    Provenance,
  ),
  'runs.methods': call(
    'A methods paragraph for a paper, made from the run.',
    z.object({ runId: Id }),
    z.object({ text: z.string() }),
  ),
  'jobs.list': call('Jobs of this session, newest first.', z.object({}), z.object({ jobs: z.array(JobInfo) })),
  'jobs.stop': call('Stops a job; what it finished is kept.', z.object({ id: Id }), z.object({})),
  'jobs.clear': call('Takes ended jobs off the list.', z.object({}), z.object({})),
};
