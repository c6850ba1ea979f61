import { rmSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openWriter } from '../connection.ts';
import { createDatabase, openDatabase } from '../database.ts';
import { labelProject } from '../fixtures/labels.ts';
import { temporaryFolder } from '../fixtures/material.ts';
import { databaseFile } from '../layout.ts';
import { migrate } from '../migrate.ts';
import { projectEdits, projectReads } from '../session.ts';
import { foundation } from './001-foundation.ts';
import { labels } from './002-labels.ts';
import { distances } from './003-distances.ts';

let folder: string;
beforeEach(() => {
  folder = temporaryFolder();
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const box = { x: 3, y: 4, width: 50, height: 60 };

describe('the layout with checked places', () => {
  it('takes in a project of the third version', () => {
    const writer = openWriter(databaseFile(folder), true);
    migrate(writer, folder, [foundation, labels, distances]);
    writer.script(`
      PRAGMA application_id = 1297240136;
      INSERT INTO meta VALUES ('uuid', 'u'), ('settled', '1'), ('name', 'Old'), ('created', ''), ('checked', '');
    `);
    const { setId, imageId } = labelProject(projectEdits(writer, folder), 200, 100);
    writer.run('INSERT INTO label_planes (set_id, image_id, frame) VALUES (?, ?, 0)', setId, imageId);
    writer.close();
    const database = openDatabase(folder, '0.3.0');
    expect(database.warnings.join(' ')).toContain('upgraded');
    expect(projectReads(database.writer, folder).checkedPlaces({ setId, imageId, frame: 0 })).toEqual([]);
    database.close();
  });

  it('keeps places a frame and set, undoes and redoes them, and changes no labels', () => {
    const database = createDatabase(folder, 'P', '0.3.0');
    const reads = projectReads(database.writer, database.folder);
    const edits = projectEdits(database.writer, database.folder);
    const { setId, imageId } = labelProject(edits, 200, 100);
    const key = { setId, imageId, frame: 0 };
    expect(reads.checkedPlaces(key)).toEqual([]);
    edits.checkPlace(key, box);
    edits.checkPlace(key, { ...box, x: 90 });
    expect(reads.checkedPlaces(key)).toEqual([box, { ...box, x: 90 }]);
    expect(reads.checkedPlaces({ ...key, frame: 1 })).toEqual([]);
    expect(reads.labelFrame(key)).toMatchObject({ version: 0, instances: 0, labelledPixels: 0, reviewed: false });
    expect(reads.labelFrames(setId)).toEqual([]);
    expect(reads.history().undo).toBe('Mark a place as checked');
    expect(edits.stepLabels('undo')).toMatchObject({ frame: key, tables: [] });
    expect(reads.checkedPlaces(key)).toEqual([box]);
    edits.undo();
    expect(reads.checkedPlaces(key)).toEqual([]);
    edits.redo();
    expect(reads.checkedPlaces(key)).toEqual([box]);
    expect(() => edits.checkPlace({ ...key, imageId: 99 }, box)).toThrow('no image 99');
    database.close();
  });
});
