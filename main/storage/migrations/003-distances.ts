import type { Migration } from './migration.ts';

/**
 * Distances measured on images.
 *
 * - images.distances: JSON object, by frame (from 0) a list of [ax, ay, bx, by] in px. A frame without any has no entry.
 */
export const distances: Migration = {
  to: 3,
  title: 'distances',
  script: `
    ALTER TABLE images ADD COLUMN distances TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(distances));
  `,
};
