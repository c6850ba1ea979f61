import { rmSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openWriter, type Writer } from '../connection.ts';
import { temporaryFolder } from '../fixtures/material.ts';
import { foundation } from './001-foundation.ts';

let folder: string;
let writer: Writer;
beforeEach(() => {
  folder = temporaryFolder();
  writer = openWriter(path.join(folder, 'project.sqlite'), true);
  writer.script(foundation.script);
});
afterEach(() => {
  writer.close();
  rmSync(folder, { recursive: true, force: true });
});

describe('the first layout', () => {
  it('has the tables that it promises', () => {
    const tables = writer
      .all<{ name: string }>(
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name",
      )
      .map((row) => row.name);
    expect(tables).toEqual([
      'computations',
      'edits',
      'feature_chunks',
      'feature_columns',
      'files',
      'images',
      'instance_blobs',
      'meta',
      'recipes',
      'results',
      'runs',
      'samples',
      'watches',
    ]);
    expect(writer.all('PRAGMA foreign_key_check')).toEqual([]);
  });

  it('refuses what would be nonsense', () => {
    const image = (sample: number, width: number) => () =>
      writer.run(
        `INSERT INTO images (sample_id, file_id, image_index, name, width, height, frames, element_type, calibration,
           file_calibration, min, max, metadata, imported) VALUES (?, 1, 0, 'a', ?, 1, 1, 'uint8', '{}', '{}', 0, 0, x'', '')`,
        sample,
        width,
      );
    writer.run("INSERT INTO samples (name, position) VALUES ('A', 1)");
    writer.run(
      "INSERT INTO files (sha256, bytes, absolute_path, format, metadata) VALUES (?, 1, '/a', 'tiff', x'')",
      'a'.repeat(64),
    );
    expect(image(1, 1)).not.toThrow();
    expect(image(2, 1)).toThrow(/FOREIGN KEY/);
    expect(image(1, 0)).toThrow(/CHECK/);
    expect(() => writer.run("INSERT INTO samples (name, position, conditions) VALUES ('B', 1, '[')")).toThrow(/CHECK/);
    expect(() => writer.run("INSERT INTO samples (name, position) VALUES ('B', 'first')")).toThrow(/INTEGER/);
  });

  it('never gives an id twice', () => {
    const { id } = writer.run("INSERT INTO samples (name, position) VALUES ('A', 1)");
    writer.run('DELETE FROM samples');
    expect(writer.run("INSERT INTO samples (name, position) VALUES ('B', 1)").id).toBeGreaterThan(id);
  });

  it('clears the values of a computation away with it', () => {
    writer.script(`
      INSERT INTO computations (key, particles, seconds, width, height, created, provenance, border)
        VALUES ('k', 0, 0, 1, 1, '', '{}', x'');
      INSERT INTO instance_blobs VALUES (1, x'');
      INSERT INTO feature_columns (key, unit, position, definition) VALUES ('a', '', 0, '{}');
      INSERT INTO feature_chunks (computation_id, column_id, bytes) VALUES (1, 1, x'');
      DELETE FROM computations;
    `);
    expect(writer.value('SELECT (SELECT count(*) FROM instance_blobs) + (SELECT count(*) FROM feature_chunks)')).toBe(
      0,
    );
  });
});
