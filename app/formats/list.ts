import type { Format } from './format.ts';

/** Every format, in the order in which content is tried: strong marks first, guesses last. */
export const formats: readonly Format[] = [];
