import type { Migration } from './migration.ts';

/**
 * Places where a person found the labels right although a model says something else.
 *
 * - label_planes.checked_places: JSON list of [x, y, width, height] in px.
 */
export const checkedPlaces: Migration = {
  to: 4,
  title: 'checked places',
  script: `
    ALTER TABLE label_planes ADD COLUMN checked_places TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(checked_places));
  `,
};
