import generalist from './generalist.json' with { type: 'json' };
import type { ModelManifest } from './manifest.ts';

/** Every model that comes with the program. One line a model. */
export const catalog: readonly ModelManifest[] = [generalist];
