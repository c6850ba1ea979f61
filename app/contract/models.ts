import { z } from 'zod';
import { JobInfo } from '../domain/job.ts';
import { Recipe } from '../domain/recipe.ts';
import { ModelCard, ModelClass } from '../domain/training/model-card.ts';
import { Evaluation } from '../domain/training/scores.ts';
import { call } from './call.ts';
import { FrameRef, Id } from './nouns.ts';

/** A model that can be used. */
export const ModelInfo = z.object({
  /** Names it in every call and in recipes: the card's id, unique among all models that can be seen. */
  id: z.string(),
  /** `shipped` with the program; `project`: trained or imported in the open project; `library`: kept on this computer. */
  origin: z.enum(['shipped', 'project', 'library']),
  card: ModelCard,
  trainingId: Id.nullable(),
  bytes: z.number(),
  /** It can be trained further. */
  trainable: z.boolean(),
});
export type ModelInfo = z.infer<typeof ModelInfo>;

/** Devices that networks may run on. */
export const DeviceTrial = z.object({
  id: z.string(),
  title: z.string(),
  /** Bytes; null when not known. */
  memory: z.number().nullable(),
  /** For a 256 x 256 tile of the compact U-Net; null when it failed. */
  milliseconds: z.number().nullable(),
  /** Largest difference of a probability from the processor's. */
  difference: z.number().nullable(),
  /** Why it can't be used; null when it can. */
  problem: z.string().nullable(),
  active: z.boolean(),
});
export type DeviceTrial = z.infer<typeof DeviceTrial>;

export const modelCalls = {
  'models.list': call(
    'Models that can be used: shipped ones, those of the open project, those of this computer.',
    z.object({}),
    z.object({ models: z.array(ModelInfo) }),
  ),
  'models.show': call('One model with its card.', z.object({ id: z.string() }), ModelInfo),
  'models.rename': call(
    'Renames a model of the project. Can be undone.',
    z.object({ id: z.string(), title: z.string().min(1) }),
    z.object({}),
  ),
  'models.remove': call(
    'Removes a model of the project (can be undone) or of this computer (for good).',
    z.object({ id: z.string() }),
    z.object({}),
  ),
  'models.export': call(
    'Writes a model: one self-contained ONNX file with preprocessing, card and test tensors, or a BioImage.IO package (zip). A job; result `{ files }`.',
    z.object({ id: z.string(), path: z.string(), format: z.enum(['onnx', 'bioimage']).default('onnx') }),
    JobInfo,
  ),
  'models.import': call(
    'Takes a model file in: ours, a BioImage.IO package or a foreign ONNX, whose `classes` the person names. `into`: the project, or the library of this computer.',
    z.object({
      path: z.string(),
      into: z.enum(['project', 'library']),
      title: z.string().min(1).optional(),
      classes: z.array(ModelClass).optional(),
    }),
    ModelInfo,
  ),
  'models.recipe': call(
    'The recipe that applies a model, for `runs.start` and previews.',
    z.object({ id: z.string() }),
    Recipe,
  ),
  'models.evaluate': call(
    'Measures models on labelled frames, by default the frozen test set, side by side; `baselines` adds Otsu and the Fourier recipe. A job; result `{ evaluationIds }`, in their order.',
    z.object({
      ids: z.array(z.string()),
      setId: Id,
      frames: z.array(FrameRef).nullable().default(null),
      baselines: z.boolean().default(false),
    }),
    JobInfo,
  ),
  'models.evaluations': call(
    'Evaluations of this project, newest first; `model` null: of all.',
    z.object({ model: z.string().nullable().default(null) }),
    z.object({ evaluations: z.array(z.object({ id: Id, setId: Id, evaluation: Evaluation })) }),
  ),
  'engine.devices': call(
    'Devices that networks may run on. `probe`: tries each with a real network (takes seconds); else what was found last time.',
    z.object({ probe: z.boolean().default(false) }),
    z.object({ devices: z.array(DeviceTrial) }),
  ),
  'engine.choose': call(
    'The device for networks from now on; it is remembered. Fails when it does not work.',
    z.object({ id: z.string() }),
    z.object({ devices: z.array(DeviceTrial) }),
  ),
  'engine.bench': call(
    'Times training steps and predictions on the active device, or on `id`. A job; result `{ results }`.',
    z.object({ id: z.string().nullable().default(null), architectures: z.array(z.string()).nullable().default(null) }),
    JobInfo,
  ),
};
