import { rmSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openWriter } from '../connection.ts';
import { createDatabase, openDatabase } from '../database.ts';
import { newFile, newImage, temporaryFolder } from '../fixtures/material.ts';
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

describe('the layout with distances', () => {
  it('takes in a project of the second version', () => {
    const writer = openWriter(databaseFile(folder), true);
    migrate(writer, folder, [foundation, labels]);
    writer.script(`
      PRAGMA application_id = 1297240136;
      INSERT INTO meta VALUES ('uuid', 'u'), ('settled', '1'), ('name', 'Old'), ('created', ''), ('checked', '');
    `);
    writer.close();
    const database = openDatabase(folder, '0.3.0');
    expect(database.warnings.join(' ')).toContain('upgraded');
    const edits = projectEdits(database.writer, folder);
    const { id } = edits.createSample('A');
    const [image] = edits.addImages({ key: 'k', title: 'Import' }, id, newFile('f'), [newImage('f', 1)]);
    expect(projectReads(database.writer, folder).distances(image, 0)).toEqual([]);
    database.close();
  });

  it('keeps distances a frame, undoes and redoes them', () => {
    const database = createDatabase(folder, 'P', '0.3.0');
    const reads = projectReads(database.writer, database.folder);
    const edits = projectEdits(database.writer, database.folder);
    const { id } = edits.createSample('A');
    const [image] = edits.addImages({ key: 'k', title: 'Import' }, id, newFile('f'), [newImage('f', 1)]);
    edits.setDistances(image, 0, [[1, 2, 3.5, 4]]);
    edits.setDistances(image, 2, [[9, 9, 8, 8]]);
    edits.setDistances(image, 0, [
      [1, 2, 3.5, 4],
      [0, 0, 5, 5],
    ]);
    edits.setDistances(image, 0, [[0, 0, 5, 5]]);
    expect(reads.distances(image, 0)).toEqual([[0, 0, 5, 5]]);
    expect(reads.distances(image, 2)).toEqual([[9, 9, 8, 8]]);
    expect(reads.history().undo).toBe('Remove a distance');
    edits.undo();
    expect(reads.distances(image, 0)).toHaveLength(2);
    edits.undo();
    edits.undo();
    expect([reads.distances(image, 0), reads.distances(image, 2)]).toEqual([[[1, 2, 3.5, 4]], []]);
    edits.redo();
    expect(reads.distances(image, 2)).toEqual([[9, 9, 8, 8]]);
    expect(() => edits.setDistances(99, 0, [])).toThrow('no image 99');
    database.close();
  });
});
