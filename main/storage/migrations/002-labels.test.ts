import { rmSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openWriter, type Writer } from '../connection.ts';
import { openDatabase } from '../database.ts';
import { editBytes, labelProject } from '../fixtures/labels.ts';
import { temporaryFolder } from '../fixtures/material.ts';
import { databaseFile } from '../layout.ts';
import { migrate } from '../migrate.ts';
import { projectEdits, projectReads } from '../session.ts';
import { foundation } from './001-foundation.ts';
import { labels } from './002-labels.ts';

let folder: string;
beforeEach(() => {
  folder = temporaryFolder();
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** A project as the first version left it: a sample, an edit that stands and one that was undone. */
function firstVersion(): void {
  const writer = openWriter(databaseFile(folder), true);
  migrate(writer, folder, [foundation]);
  writer.script(`
    PRAGMA application_id = 1297240136;
    INSERT INTO meta VALUES ('uuid', 'u'), ('settled', '1'), ('name', 'Old'), ('created', ''), ('checked', '');
    INSERT INTO samples (name, position) VALUES ('Renamed', 1);
    INSERT INTO edits (at, title, undone, changes) VALUES
      ('2026-01-01', 'Rename', 0, '[{"in":"samples","id":1,"was":{"name":"First"},"is":{"name":"Renamed"}}]'),
      ('2026-01-02', 'Rename again', 1, '[{"in":"samples","id":1,"was":{"name":"Renamed"},"is":{"name":"Third"}}]');
  `);
  writer.close();
}

describe('the layout with labels', () => {
  it('takes in a project of the first version, with its undo', () => {
    firstVersion();
    const database = openDatabase(folder, '0.2.0');
    expect(database.warnings.join(' ')).toContain('upgraded');
    const reads = projectReads(database.writer, folder);
    const edits = projectEdits(database.writer, folder);
    expect(reads.labelSets()).toEqual([]);
    expect(reads.edits(10)).toMatchObject([
      { title: 'Rename again', undone: true, frame: null },
      { title: 'Rename', undone: false, frame: null },
    ]);
    edits.redo();
    expect(reads.samples()[0].name).toBe('Third');
    edits.undo();
    edits.undo();
    expect(reads.samples()[0].name).toBe('First');
    const { setId, imageId } = labelProject(edits, 64, 32);
    const edit = editBytes({ classes: [{ y: 1, from: 2, to: 5, value: 1 }] });
    edits.changeLabels('Paint', [{ setId, imageId, frame: 0, base: 0, edit }], true);
    expect(reads.labelFrame({ setId, imageId, frame: 0 })).toMatchObject({ version: 1, labelledPixels: 3 });
    database.close();
  });

  describe('refuses nonsense', () => {
    let writer: Writer;
    beforeEach(() => {
      writer = openWriter(path.join(folder, 'project.sqlite'), true);
      writer.script(foundation.script);
      writer.script(labels.script);
    });
    afterEach(() => writer.close());

    it('such as labels of no image, classes that are no JSON, a particle without pixels', () => {
      writer.script("INSERT INTO label_sets (name, classes) VALUES ('S', '[]')");
      expect(() => writer.script("INSERT INTO label_sets (name, classes) VALUES ('S', '[')")).toThrow(/CHECK/);
      expect(() => writer.script('INSERT INTO label_planes (set_id, image_id, frame) VALUES (1, 1, 0)')).toThrow(
        /FOREIGN/,
      );
      writer.script('PRAGMA foreign_keys = OFF; INSERT INTO label_planes (set_id, image_id, frame) VALUES (1, 1, 0)');
      expect(() => writer.script('INSERT INTO label_planes (set_id, image_id, frame) VALUES (1, 1, 0)')).toThrow(
        /UNIQUE/,
      );
      const particle = (area: number) => () =>
        writer.script(`INSERT INTO label_instances (plane_id, number, class_id, reviewed, x, y, width, height, area, runs)
          VALUES (1, 1, 1, 0, 0, 0, 1, 1, ${area}, x'')`);
      expect(particle(0)).toThrow(/CHECK/);
      expect(particle(1)).not.toThrow();
      expect(particle(1)).toThrow(/UNIQUE/);
    });

    it('and forgets what an edit changed in labels together with the edit', () => {
      writer.script(`
        INSERT INTO label_sets (name, classes) VALUES ('S', '[]');
        PRAGMA foreign_keys = OFF; INSERT INTO label_planes (set_id, image_id, frame) VALUES (1, 1, 0); PRAGMA foreign_keys = ON;
        INSERT INTO edits (at, title, changes, plane_id) VALUES ('', 'Paint', '[]', 1);
        INSERT INTO label_changes (edit_id, plane_id, bytes) VALUES (1, 1, x'00');
        DELETE FROM edits;
      `);
      expect(writer.value('SELECT count(*) FROM label_changes')).toBe(0);
    });
  });
});
