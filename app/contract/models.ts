import { z } from 'zod';
import { call } from './call.ts';

/** A shipped network as its card describes it. */
export const ModelInfo = z.object({
  id: z.string(),
  title: z.string(),
  help: z.string(),
  sha256: z.string(),
  architecture: z.string(),
  maps: z.array(z.string()),
  input: z.string(),
  learnedFrom: z.array(z.string()),
  steps: z.number().int(),
  scores: z.array(z.object({ measure: z.string(), images: z.number().int(), value: z.number() })),
  limits: z.array(z.string()),
  licence: z.string(),
});

export const modelCalls = {
  'models.list': call(
    'The networks that come with the program, with what they learned from and how well they do on images never seen.',
    z.object({}),
    z.object({ models: z.array(ModelInfo) }),
  ),
};
