import type { z } from 'zod';
import { analysisCalls } from './analysis.ts';
import { batchCalls } from './batch.ts';
import { forestCalls } from './forest.ts';
import { imageCalls } from './images.ts';
import { labelFileCalls } from './label-files.ts';
import { labelCalls } from './labels.ts';
import { modelCalls } from './models.ts';
import { particleCalls } from './particles.ts';
import { programCalls } from './program.ts';
import { projectCalls } from './projects.ts';
import { segmentationCalls } from './segmentation.ts';
import { trainingCalls } from './training.ts';

/** Every call of the border. A new one is an entry in its namespace's file and a handler in `main/services`. */
export const calls = {
  ...programCalls,
  ...projectCalls,
  ...imageCalls,
  ...segmentationCalls,
  ...particleCalls,
  ...labelCalls,
  ...labelFileCalls,
  ...batchCalls,
  ...modelCalls,
  ...trainingCalls,
  ...analysisCalls,
  ...forestCalls,
};

export type Calls = typeof calls;
export type CallName = keyof Calls;
/** What a caller passes (defaults may be left out). */
export type CallInput<N extends CallName> = z.input<Calls[N]['input']>;
/** What a handler receives (defaults filled in). */
export type CallRequest<N extends CallName> = z.output<Calls[N]['input']>;
export type CallOutput<N extends CallName> = z.output<Calls[N]['output']>;
