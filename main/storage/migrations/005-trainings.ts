import type { Migration } from './migration.ts';

/**
 * Trainings and the models that they make.
 *
 * - trainings.plan: JSON (app/domain/training/training-plan.ts); labels: JSON list of {imageId, frame, sha256}, the kept versions of
 *   the labels that it learned from; state as in the plan's file; failure: JSON or null. Its checkpoint is trainings/ID.onnx.
 * - training_epochs: a row of its curves, JSON.
 * - models.card: JSON (app/domain/training/model-card.ts) without its title, which a person may change; the file is blobs/SHA256.onnx.
 * - evaluations: models measured on labelled frames, JSON.
 * - label_planes.frozen: 1 when the frame is in the test set, which is never learned from.
 */
export const trainings: Migration = {
  to: 5,
  title: 'trainings',
  script: `
    CREATE TABLE trainings (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      title TEXT NOT NULL,
      plan TEXT NOT NULL CHECK (json_valid(plan)),
      labels TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(labels)),
      state TEXT NOT NULL CHECK (state IN ('queued', 'running', 'paused', 'stopped', 'complete', 'interrupted', 'failed')),
      created TEXT NOT NULL,
      ended TEXT,
      device TEXT NOT NULL DEFAULT '',
      parameters INTEGER,
      step INTEGER NOT NULL DEFAULT 0,
      note TEXT NOT NULL DEFAULT '',
      failure TEXT CHECK (failure IS NULL OR json_valid(failure)),
      removed INTEGER NOT NULL DEFAULT 0
    ) STRICT;

    CREATE TABLE training_epochs (
      training_id INTEGER NOT NULL REFERENCES trainings (id) ON DELETE CASCADE,
      epoch INTEGER NOT NULL,
      content TEXT NOT NULL CHECK (json_valid(content)),
      PRIMARY KEY (training_id, epoch)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE models (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      key TEXT NOT NULL UNIQUE,
      title TEXT NOT NULL,
      card TEXT NOT NULL CHECK (json_valid(card)),
      sha256 TEXT NOT NULL CHECK (length(sha256) = 64),
      bytes INTEGER NOT NULL,
      training_id INTEGER REFERENCES trainings (id),
      created TEXT NOT NULL,
      removed INTEGER NOT NULL DEFAULT 0
    ) STRICT;
    CREATE INDEX models_by_hash ON models (sha256);

    CREATE TABLE evaluations (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      set_id INTEGER NOT NULL REFERENCES label_sets (id),
      model TEXT NOT NULL,
      content TEXT NOT NULL CHECK (json_valid(content))
    ) STRICT;

    ALTER TABLE label_planes ADD COLUMN frozen INTEGER NOT NULL DEFAULT 0;
  `,
};
