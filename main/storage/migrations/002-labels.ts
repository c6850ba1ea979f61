import type { Migration } from './migration.ts';

/**
 * Labels.
 *
 * - label_sets.classes: JSON list of {id, name, colour, role}.
 * - label_planes: an image frame in a label set. `version` grows with every change of its classes or particles;
 *   `next_instance` never shrinks, so that the number of a particle is never used again; the counts are kept up to date.
 * - label_tiles: classes of 512 x 512 pixels as runs (app/domain/labels/class-tiles.ts); a tile without any is no row.
 * - label_instances: particles, each with a mask of its own (labels/run-codec.ts), so that they may overlap.
 * - label_changes: what an edit changed in one plane, both ways (labels/delta.ts). Goes with its edit.
 * - label_versions: kept states of a plane; label_contents holds each different content once, named by its sha256.
 * - edits.plane_id: where the labels are that an edit changed, the first plane when there are several.
 */
export const labels: Migration = {
  to: 2,
  title: 'labels',
  script: `
    CREATE TABLE label_sets (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      name TEXT NOT NULL,
      classes TEXT NOT NULL CHECK (json_valid(classes)),
      removed INTEGER NOT NULL DEFAULT 0
    ) STRICT;

    CREATE TABLE label_planes (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      set_id INTEGER NOT NULL REFERENCES label_sets (id),
      image_id INTEGER NOT NULL REFERENCES images (id),
      frame INTEGER NOT NULL CHECK (frame >= 0),
      version INTEGER NOT NULL DEFAULT 0,
      next_instance INTEGER NOT NULL DEFAULT 1,
      reviewed INTEGER NOT NULL DEFAULT 0,
      pixels INTEGER NOT NULL DEFAULT 0,
      instances INTEGER NOT NULL DEFAULT 0,
      reviewed_instances INTEGER NOT NULL DEFAULT 0,
      changed TEXT,
      UNIQUE (set_id, image_id, frame)
    ) STRICT;

    CREATE TABLE label_tiles (
      id INTEGER PRIMARY KEY,
      plane_id INTEGER NOT NULL REFERENCES label_planes (id),
      tile INTEGER NOT NULL,
      bytes BLOB NOT NULL,
      UNIQUE (plane_id, tile)
    ) STRICT;

    CREATE TABLE label_instances (
      id INTEGER PRIMARY KEY,
      plane_id INTEGER NOT NULL REFERENCES label_planes (id),
      number INTEGER NOT NULL CHECK (number > 0),
      class_id INTEGER NOT NULL,
      reviewed INTEGER NOT NULL,
      x INTEGER NOT NULL,
      y INTEGER NOT NULL,
      width INTEGER NOT NULL CHECK (width > 0),
      height INTEGER NOT NULL CHECK (height > 0),
      area INTEGER NOT NULL CHECK (area > 0),
      runs BLOB NOT NULL,
      UNIQUE (plane_id, number)
    ) STRICT;

    CREATE TABLE label_changes (
      id INTEGER PRIMARY KEY,
      edit_id INTEGER NOT NULL REFERENCES edits (id) ON DELETE CASCADE,
      plane_id INTEGER NOT NULL REFERENCES label_planes (id),
      bytes BLOB NOT NULL
    ) STRICT;
    CREATE INDEX label_changes_of_edit ON label_changes (edit_id);

    CREATE TABLE label_contents (
      sha256 TEXT PRIMARY KEY CHECK (length(sha256) = 64),
      bytes BLOB NOT NULL
    ) STRICT;

    CREATE TABLE label_versions (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      plane_id INTEGER NOT NULL REFERENCES label_planes (id),
      sha256 TEXT NOT NULL REFERENCES label_contents (sha256),
      at TEXT NOT NULL,
      title TEXT NOT NULL,
      instances INTEGER NOT NULL,
      pixels INTEGER NOT NULL,
      UNIQUE (plane_id, sha256, title)
    ) STRICT;

    ALTER TABLE edits ADD COLUMN plane_id INTEGER REFERENCES label_planes (id);
    CREATE INDEX edits_by_state ON edits (undone, id);
  `,
};
