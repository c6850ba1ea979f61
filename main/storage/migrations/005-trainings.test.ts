import { rmSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { modelCard } from '../../../app/domain/training/fixtures/model-card.ts';
import { type TrainingEpoch, TrainingPlan } from '../../../app/domain/training/training-plan.ts';
import { TrainingSettings } from '../../../app/domain/training/training-settings.ts';
import { openWriter } from '../connection.ts';
import { createDatabase, openDatabase, type ProjectDatabase } from '../database.ts';
import { newFile, newImage, temporaryFolder } from '../fixtures/material.ts';
import { databaseFile } from '../layout.ts';
import { migrate } from '../migrate.ts';
import { projectEdits, projectKeeping, projectReads } from '../session.ts';
import { foundation } from './001-foundation.ts';
import { labels } from './002-labels.ts';
import { distances } from './003-distances.ts';
import { checkedPlaces } from './004-checked-places.ts';

let folder: string;
beforeEach(() => {
  folder = temporaryFolder();
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const sides = ({ writer, folder: place }: ProjectDatabase) => ({
  reads: projectReads(writer, place),
  edits: projectEdits(writer, place),
  keeping: projectKeeping(writer, place),
});

const plan = TrainingPlan.parse({
  title: 'Gold',
  setId: 1,
  classes: [1, 2],
  frames: [{ imageId: 1, frame: 0, split: 'training' }],
  start: { from: 'scratch' },
  settings: TrainingSettings.parse({ epochs: 3 }),
});
const row = (epoch: number, score: number): TrainingEpoch => ({
  epoch,
  step: 25 * (epoch + 1),
  seconds: epoch,
  rate: 0.001,
  training: { loss: 1, dice: [0.5, null], iou: [0.3, null] },
  validation: null,
  score,
  best: false,
});

describe('the layout with trainings', () => {
  it('takes in a project of the fourth version with its labels', () => {
    const old = openWriter(databaseFile(folder), true);
    migrate(old, folder, [foundation, labels, distances, checkedPlaces]);
    old.script(`
      PRAGMA application_id = 1297240136;
      INSERT INTO meta VALUES ('uuid', 'u'), ('settled', '1'), ('name', 'Old'), ('created', ''), ('checked', '');
      INSERT INTO label_sets (name, classes) VALUES ('Set', '[]');
    `);
    old.close();
    const database = openDatabase(folder, '0.5.0');
    expect(database.warnings.join(' ')).toContain('upgraded');
    const { reads, edits } = sides(database);
    const { id } = edits.createSample('A');
    const [image] = edits.addImages({ key: 'k', title: 'Import' }, id, newFile('f'), [newImage('f', 1)]);
    expect([reads.trainings(), reads.models(), reads.frozenFrames(1)]).toEqual([[], [], []]);
    edits.freezeFrames(1, [{ imageId: image, frame: 0 }], true);
    expect(reads.frozenFrames(1)).toEqual([{ imageId: image, frame: 0 }]);
    expect(edits.undo()?.title).toBe('Put 1 frame into the test set');
    expect(reads.frozenFrames(1)).toEqual([]);
    database.close();
  });

  it('keeps a training with its curves, and says after a crash that it was interrupted', () => {
    const database = createDatabase(folder, 'P', '0.5.0');
    const { keeping, reads } = sides(database);
    const id = keeping.addTraining({ title: 'Gold', plan });
    keeping.updateTraining(id, { state: 'running', labels: [{ imageId: 1, frame: 0, sha256: 'x' }], parameters: 9 });
    for (const epoch of [0, 1, 2]) keeping.addEpoch(id, row(epoch, epoch / 10));
    keeping.addEpoch(id, row(1, 0.7));
    keeping.cutEpochs(id, 1);
    expect(reads.training(id)).toMatchObject({ state: 'running', plan, parameters: 9, failure: null, model: null });
    expect(reads.training(id).epochs).toEqual([row(0, 0), row(1, 0.7)]);
    // as a process leaves it that died
    database.writer.close();
    rmSync(`${database.folder}/project.lock`, { force: true });
    const again = openDatabase(database.folder, '0.5.0');
    expect(again.warnings.join(' ')).toContain('A training was interrupted');
    expect(sides(again).reads.training(id).state).toBe('interrupted');
    expect(() => sides(again).reads.training(99)).toThrow('no training 99');
    again.close();
  });

  it('renames and removes models and trainings so that it can be undone', () => {
    const database = createDatabase(folder, 'P', '0.5.0');
    const { keeping, reads, edits } = sides(database);
    const id = keeping.addTraining({ title: 'Gold', plan });
    const card = modelCard({ id: 'gold', title: 'Gold', sha256: 'b'.repeat(64) });
    keeping.addModel({ key: 'gold', card, bytes: 5, trainingId: id });
    expect(reads.training(id).model).toBe('gold');
    edits.renameModel('gold', 'Gold rods');
    expect(reads.model('gold').card).toEqual({ ...card, title: 'Gold rods' });
    edits.removeModel('gold');
    expect(() => reads.model('gold')).toThrow('no model gold');
    expect(reads.training(id).model).toBeNull();
    expect(reads.modelKeys()).toEqual(['gold']);
    edits.undo();
    edits.undo();
    expect(reads.models().map(({ card: { title } }) => title)).toEqual(['Gold']);
    edits.renameTraining(id, 'Second');
    edits.removeTraining(id);
    expect(reads.trainings()).toEqual([]);
    edits.undo();
    expect(reads.training(id).title).toBe('Second');
    database.close();
  });
});
