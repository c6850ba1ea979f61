import { rmSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { decodeLabelled } from '../../../app/domain/labels/labelled-instance.ts';
import type { ProjectEdits, ProjectReads } from '../../../app/ports/store.ts';
import type { LabelFrameKey } from '../../../app/ports/stored-labels.ts';
import { createDatabase, type ProjectDatabase } from '../database.ts';
import { editBytes, ellipse, labelProject, plainLabels } from '../fixtures/labels.ts';
import { temporaryFolder } from '../fixtures/material.ts';
import { projectEdits, projectReads } from '../session.ts';

const size = { width: 600, height: 530 };
let folder: string;
let database: ProjectDatabase;
let reads: ProjectReads;
let edits: ProjectEdits;
let key: LabelFrameKey;

beforeEach(() => {
  folder = temporaryFolder();
  database = createDatabase(folder, 'P', '0.1.0');
  reads = projectReads(database.writer, database.folder);
  edits = projectEdits(database.writer, database.folder);
  const { setId, imageId } = labelProject(edits, size.width, size.height);
  key = { setId, imageId, frame: 0 };
});
afterEach(() => {
  database.close();
  rmSync(folder, { recursive: true, force: true });
});

describe('stored labels', () => {
  it('keep particles that overlap whole', () => {
    const two = [
      ellipse(1, { x: 100, y: 100, rx: 40, ry: 20 }, size, { classId: 1 }),
      ellipse(2, { x: 120, y: 105, rx: 40, ry: 30 }, size, { classId: 7, reviewed: true }),
    ].filter((p) => p !== null);
    edits.changeLabels('Two', [{ ...key, base: 0, edit: editBytes({ changed: two }) }], true);
    expect(decodeLabelled(reads.labels(key).particles)).toEqual(two);
    edits.changeLabels('One', [{ ...key, base: 1, edit: editBytes({ removed: [1] }) }], true);
    expect(decodeLabelled(reads.labels(key).particles)).toEqual([two[1]]);
    edits.undo();
    expect(decodeLabelled(reads.labels(key).particles)).toEqual(two);
  });

  it('never give a number of a particle twice, not even after undo', () => {
    const make = (id: number) => {
      const made = ellipse(id, { x: 100, y: 100, rx: 5, ry: 5 }, size);
      const { version: base } = reads.labelFrame(key);
      edits.changeLabels('Make', [{ ...key, base, edit: editBytes({ changed: made === null ? [] : [made] }) }], true);
    };
    make(1);
    make(2);
    edits.undo();
    expect(reads.labelFrame(key).nextInstanceId).toBe(3);
    expect(() => make(2)).toThrow('used before');
    expect(() => make(3 + 65_536)).toThrow('too large');
    expect(decodeLabelled(reads.labels(key).particles).map((p) => p.id)).toEqual([1]);
    make(3);
    // Another frame of the image starts after them, so that a number can follow a particle through frames.
    expect(reads.labelFrame({ ...key, frame: 1 }).nextInstanceId).toBe(4);
  });

  it('lose the pixels and particles of a class that is removed, and get them back', () => {
    const odd = ellipse(1, { x: 100, y: 100, rx: 40, ry: 20 }, size, { classId: 7 });
    const spans = [
      { y: 3, from: 10, to: 20, value: 7 },
      { y: 3, from: 20, to: 30, value: 1 },
    ];
    edits.changeLabels(
      'Odd',
      [{ ...key, base: 0, edit: editBytes({ classes: spans, changed: odd === null ? [] : [odd] }) }],
      true,
    );
    const before = plainLabels(reads, key);
    const two = reads.labelSet(key.setId).classes.filter((c) => c.id !== 7);
    expect(edits.updateLabelSet(key.setId, { classes: two }, null).frames).toMatchObject([
      { ...key, version: 2, tiles: [0], instances: [1] },
    ]);
    expect(plainLabels(reads, key).particles.size).toBe(0);
    expect(plainLabels(reads, key).classes.indexOf(7)).toBe(-1);
    expect(reads.labelFrame(key).labelledPixels).toBe(10);
    expect(reads.history().undo).toBe('Remove class Odd');
    expect(edits.undo()).toMatchObject({ labelSets: true, labels: [{ version: 3 }], frame: key });
    expect(plainLabels(reads, key)).toEqual(before);
    edits.updateLabelSet(key.setId, { classes: two }, 2);
    expect(plainLabels(reads, key).particles.get(1)?.classId).toBe(2);
    expect(() => edits.updateLabelSet(key.setId, { name: 'X' }, 7)).toThrow('no class 7');
  });

  it('go with their set or image, and come back', () => {
    edits.changeLabels(
      'Paint',
      [{ ...key, base: 0, edit: editBytes({ classes: [{ y: 0, from: 0, to: 9, value: 1 }] }) }],
      true,
    );
    edits.removeLabelSet(key.setId);
    expect(reads.labelSets()).toEqual([]);
    expect(() => reads.labels(key)).toThrow('label set');
    edits.undo();
    edits.removeImages([key.imageId]);
    expect(reads.labelSets()).toMatchObject([{ frames: 0 }]);
    expect(() => reads.labels(key)).toThrow('image');
    edits.undo();
    expect(reads.labelSets()).toMatchObject([{ frames: 1 }]);
    expect(reads.labelFrames(key.setId)).toMatchObject([{ labelledPixels: 9, version: 1 }]);
  });
});
