import { z } from 'zod';
import { FeatureFamily, ForestSettings } from '../domain/forest.ts';
import { JobInfo } from '../domain/job.ts';
import { call } from './call.ts';
import { FrameRef, Id, LabelFrameRef } from './nouns.ts';

/** What a forest learned from. */
export const ForestSource = z.object({
  /** Labelled frames of the set that it looked at. */
  frames: z.number().int().nonnegative(),
  /** Pixels by class that it learned from; of large areas only a share. */
  pixels: z.array(z.object({ classId: z.number().int(), pixels: z.number().int().nonnegative() })),
});
export type ForestSource = z.infer<typeof ForestSource>;

/** What a forest says about the part of a frame that was asked for. */
export const ForestAnswer = z.discriminatedUnion('state', [
  /** Fewer than two classes are labelled. */
  z.object({ state: z.literal('needs-classes'), learned: ForestSource }),
  z.object({
    state: z.literal('told'),
    learned: ForestSource,
    /** Names the forest: equal while nothing that it depends on changes. */
    serial: z.number().int(),
    /** `bytesPath.forest`: for each of `tiles` a byte a sample, the index in `ids` of its likeliest class; then one that says how unsure, 0..255 = 1 - (largest share - next). */
    url: z.string(),
    ids: z.array(z.number().int()),
    /** A sample every 2^level px along both axes, `side` samples along a tile. */
    level: z.number().int().min(0),
    side: z.number().int().positive(),
    tiles: z.array(z.object({ column: z.number().int(), row: z.number().int() })),
    /** What each kind of filter did for telling classes apart, summing to 1. */
    importance: z.array(z.object({ family: FeatureFamily, scale: z.number(), share: z.number() })),
    seconds: z.object({ learn: z.number(), filters: z.number(), tell: z.number() }),
  }),
]);
export type ForestAnswer = z.infer<typeof ForestAnswer>;

const Rect = z.object({
  x: z.number().int(),
  y: z.number().int(),
  width: z.number().int().positive(),
  height: z.number().int().positive(),
});

export const forestCalls = {
  'forest.live': call(
    'Learns from the labelled pixels of a set (this frame and all others) and tells the classes of a part of a frame. What did not change is not worked out again. A newer question for what is seen stops an older one.',
    LabelFrameRef.extend({
      settings: ForestSettings,
      /** px */
      region: Rect,
      level: z.number().int().min(0).max(4),
      /** `sight`: somebody looks at it now. `rest`: what may be looked at next. */
      part: z.enum(['sight', 'rest']),
    }),
    ForestAnswer,
  ),
  'forest.labels': call(
    'Makes what the forest says into labels of whole frames: only where nothing is labelled (`fill`), or everywhere. A job, one edit; the frames count as not reviewed. Result `{ frames, pixels }`.',
    z.object({
      setId: Id,
      frames: z.array(FrameRef).min(1),
      settings: ForestSettings,
      mode: z.enum(['fill', 'replace']),
    }),
    JobInfo,
  ),
  'forest.keep': call(
    'Keeps the forest as it is now, with the labels it learned from, as a recipe of the project that segments images by it. Can be undone. Its recipe id.',
    z.object({ setId: Id, settings: ForestSettings, title: z.string().min(1).max(80) }),
    z.object({ recipeId: z.string(), sha256: z.string() }),
  ),
};
