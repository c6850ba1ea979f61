import type { Migration } from './migration.ts';

/**
 * The first layout. Ids are never used twice (AUTOINCREMENT), because the edit log names rows by id. Rows that a person
 * can take away stay with `removed = 1`, so that every edit is a change of columns and its undo the change back.
 *
 * - samples.conditions: JSON list of {name, value, unit}; a sample has a dozen at most and they are read together.
 * - files: one row a content; relative_path is `/`-separated from the project folder, null on another drive.
 * - images.calibration is what holds, file_calibration what the file said (both JSON); metadata is deflated JSON.
 * - runs.plan: JSON {imageIds, frames}; the recipe is JSON with sorted keys, so that equal recipes are equal text.
 * - computations: what a recipe made of one image frame, named by a key over everything that determines it. Results of
 *   several runs may share one. pixel_size: nm a pixel that lengths were computed with, null = lengths are in px.
 * - results: a computation taken into a run; `id` gives the order of rows; `rejected` is null or one byte a particle.
 * - feature_chunks: one column of one computation, float64 little-endian.
 * - edits: the undo log; `changes` is JSON, see edit-log.ts. Undone edits always form the newest end of the log.
 */
export const foundation: Migration = {
  to: 1,
  title: 'the foundation',
  script: `
    CREATE TABLE meta (
      key TEXT PRIMARY KEY,
      value TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE samples (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      name TEXT NOT NULL,
      note TEXT NOT NULL DEFAULT '',
      conditions TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(conditions)),
      position INTEGER NOT NULL,
      removed INTEGER NOT NULL DEFAULT 0
    ) STRICT;

    CREATE TABLE files (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      sha256 TEXT NOT NULL UNIQUE CHECK (length(sha256) = 64),
      bytes INTEGER NOT NULL,
      relative_path TEXT,
      absolute_path TEXT NOT NULL,
      packed INTEGER NOT NULL DEFAULT 0,
      format TEXT NOT NULL,
      companions TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(companions)),
      metadata BLOB NOT NULL
    ) STRICT;

    CREATE TABLE images (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      sample_id INTEGER NOT NULL REFERENCES samples (id),
      file_id INTEGER NOT NULL REFERENCES files (id),
      image_index INTEGER NOT NULL,
      name TEXT NOT NULL,
      width INTEGER NOT NULL CHECK (width > 0),
      height INTEGER NOT NULL CHECK (height > 0),
      frames INTEGER NOT NULL CHECK (frames > 0),
      element_type TEXT NOT NULL,
      calibration TEXT NOT NULL CHECK (json_valid(calibration)),
      file_calibration TEXT NOT NULL CHECK (json_valid(file_calibration)),
      min REAL NOT NULL,
      max REAL NOT NULL,
      metadata BLOB NOT NULL,
      imported TEXT NOT NULL,
      removed INTEGER NOT NULL DEFAULT 0
    ) STRICT;
    CREATE INDEX images_of_sample ON images (sample_id);
    CREATE INDEX images_of_file ON images (file_id);

    CREATE TABLE recipes (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      key TEXT NOT NULL,
      content TEXT NOT NULL CHECK (json_valid(content)),
      removed INTEGER NOT NULL DEFAULT 0
    ) STRICT;

    CREATE TABLE runs (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      title TEXT NOT NULL,
      recipe TEXT NOT NULL CHECK (json_valid(recipe)),
      created TEXT NOT NULL,
      state TEXT NOT NULL CHECK (state IN ('running', 'complete', 'stopped', 'interrupted')),
      plan TEXT NOT NULL CHECK (json_valid(plan)),
      planned INTEGER NOT NULL,
      filter TEXT NOT NULL CHECK (json_valid(filter)),
      removed INTEGER NOT NULL DEFAULT 0
    ) STRICT;

    CREATE TABLE computations (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      key TEXT NOT NULL UNIQUE,
      particles INTEGER NOT NULL,
      seconds REAL NOT NULL,
      width INTEGER NOT NULL,
      height INTEGER NOT NULL,
      pixel_size REAL,
      created TEXT NOT NULL,
      provenance TEXT NOT NULL CHECK (json_valid(provenance)),
      border BLOB NOT NULL
    ) STRICT;

    CREATE TABLE instance_blobs (
      computation_id INTEGER PRIMARY KEY REFERENCES computations (id) ON DELETE CASCADE,
      bytes BLOB NOT NULL
    ) STRICT;

    CREATE TABLE feature_columns (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      key TEXT NOT NULL,
      unit TEXT NOT NULL,
      position INTEGER NOT NULL,
      definition TEXT NOT NULL CHECK (json_valid(definition)),
      UNIQUE (key, unit)
    ) STRICT;

    CREATE TABLE feature_chunks (
      id INTEGER PRIMARY KEY,
      computation_id INTEGER NOT NULL REFERENCES computations (id) ON DELETE CASCADE,
      column_id INTEGER NOT NULL REFERENCES feature_columns (id),
      bytes BLOB NOT NULL,
      UNIQUE (computation_id, column_id)
    ) STRICT;
    CREATE INDEX chunks_of_column ON feature_chunks (column_id);

    CREATE TABLE results (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      run_id INTEGER NOT NULL REFERENCES runs (id),
      image_id INTEGER NOT NULL REFERENCES images (id),
      frame INTEGER NOT NULL,
      computation_id INTEGER NOT NULL REFERENCES computations (id),
      rejected BLOB,
      UNIQUE (run_id, image_id, frame)
    ) STRICT;
    CREATE INDEX results_of_image ON results (image_id, run_id);
    CREATE INDEX results_of_computation ON results (computation_id);

    CREATE TABLE edits (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      at TEXT NOT NULL,
      title TEXT NOT NULL,
      undone INTEGER NOT NULL DEFAULT 0,
      batch TEXT,
      run_id INTEGER,
      changes TEXT NOT NULL CHECK (json_valid(changes))
    ) STRICT;
    CREATE INDEX edits_of_run ON edits (run_id) WHERE run_id IS NOT NULL;

    CREATE TABLE watches (
      path TEXT PRIMARY KEY,
      sample_id INTEGER NOT NULL REFERENCES samples (id),
      recipe_key TEXT,
      taken INTEGER NOT NULL DEFAULT 0
    ) STRICT, WITHOUT ROWID;
  `,
};
