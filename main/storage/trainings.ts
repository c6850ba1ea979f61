import { canonicalJson } from '../../app/domain/canonical-json.ts';
import type { ModelCard } from '../../app/domain/training/model-card.ts';
import type { TrainingEpoch } from '../../app/domain/training/training-plan.ts';
import type {
  StoredEvaluation,
  StoredModel,
  StoredTraining,
  TrainingEdits,
  TrainingKeeping,
  TrainingReads,
} from '../../app/ports/training-store.ts';
import type { Reader, SqlValue, Writer } from './connection.ts';
import { edit } from './edit-log.ts';
import { ensuredPlane } from './labels/plane-row.ts';
import { missing } from './missing.ts';

interface TrainingRow {
  readonly id: number;
  readonly title: string;
  readonly plan: string;
  readonly labels: string;
  readonly state: StoredTraining['state'];
  readonly created: string;
  readonly ended: string | null;
  readonly device: string;
  readonly parameters: number | null;
  readonly step: number;
  readonly note: string;
  readonly failure: string | null;
}

interface ModelRow {
  readonly id: number;
  readonly key: string;
  readonly title: string;
  readonly card: string;
  readonly sha256: string;
  readonly bytes: number;
  readonly trainingId: number | null;
}

const trainingColumns =
  'id, title, plan, labels, state, created, ended, device, parameters, step, note, failure FROM trainings WHERE removed = 0';
const modelColumns = 'id, key, title, card, sha256, bytes, training_id AS trainingId FROM models WHERE removed = 0';

function modelOf({ key, title, card, sha256, bytes, trainingId }: ModelRow): StoredModel {
  return { key, card: { ...(JSON.parse(card) as ModelCard), title, sha256 }, bytes, trainingId };
}

export function trainingReads(reader: Reader): TrainingReads {
  const trainingOf = (row: TrainingRow): StoredTraining => ({
    ...row,
    plan: JSON.parse(row.plan) as StoredTraining['plan'],
    labels: JSON.parse(row.labels) as StoredTraining['labels'],
    failure: row.failure === null ? null : (JSON.parse(row.failure) as StoredTraining['failure']),
    epochs: reader
      .all<{ content: string }>('SELECT content FROM training_epochs WHERE training_id = ? ORDER BY epoch', row.id)
      .map(({ content }) => JSON.parse(content) as TrainingEpoch),
    model:
      reader.value<string>(
        'SELECT key FROM models WHERE training_id = ? AND removed = 0 ORDER BY id DESC LIMIT 1',
        row.id,
      ) ?? null,
  });
  return {
    trainings: () => reader.all<TrainingRow>(`SELECT ${trainingColumns} ORDER BY id DESC`).map(trainingOf),
    training: (id) => {
      const row = reader.one<TrainingRow>(`SELECT ${trainingColumns} AND id = ?`, id);
      if (row === undefined) throw missing('training', id);
      return trainingOf(row);
    },
    models: () => reader.all<ModelRow>(`SELECT ${modelColumns} ORDER BY id DESC`).map(modelOf),
    model: (key) => modelOf(modelRow(reader, key)),
    modelKeys: () => reader.all<{ key: string }>('SELECT key FROM models').map(({ key }) => key),
    evaluations: (model) =>
      reader
        .all<{ id: number; setId: number; content: string }>(
          'SELECT id, set_id AS setId, content FROM evaluations WHERE ? IS NULL OR model = ? ORDER BY id DESC',
          model,
          model,
        )
        .map(
          ({ id, setId, content }): StoredEvaluation => ({
            id,
            setId,
            evaluation: JSON.parse(content) as StoredEvaluation['evaluation'],
          }),
        ),
    frozenFrames: (setId) =>
      reader.all<{ imageId: number; frame: number }>(
        'SELECT image_id AS imageId, frame FROM label_planes WHERE set_id = ? AND frozen = 1 ORDER BY image_id, frame',
        setId,
      ),
  };
}

function modelRow(reader: Reader, key: string): ModelRow {
  const row = reader.one<ModelRow>(`SELECT ${modelColumns} AND key = ?`, key);
  if (row === undefined) throw missing('model', key);
  return row;
}

function trainingTitle(reader: Reader, id: number): string {
  const title = reader.value<string>('SELECT title FROM trainings WHERE id = ? AND removed = 0', id);
  if (title === undefined) throw missing('training', id);
  return title;
}

export function trainingEdits(writer: Writer): TrainingEdits {
  return {
    renameTraining: (id, title) =>
      edit(writer, `Rename training ${trainingTitle(writer, id)} to ${title}`, (made) =>
        made.update('trainings', id, { title }),
      ),
    removeTraining: (id) =>
      edit(writer, `Remove training ${trainingTitle(writer, id)}`, (made) => made.remove('trainings', id)),
    renameModel: (key, title) => {
      const row = modelRow(writer, key);
      edit(writer, `Rename model ${row.title} to ${title}`, (made) => made.update('models', row.id, { title }));
    },
    removeModel: (key) => {
      const row = modelRow(writer, key);
      edit(writer, `Remove model ${row.title}`, (made) => made.remove('models', row.id));
    },
    freezeFrames: (setId, frames, frozen) => {
      const count = `${frames.length} frame${frames.length === 1 ? '' : 's'}`;
      const title = frozen ? `Put ${count} into the test set` : `Take ${count} out of the test set`;
      edit(writer, title, (made) => {
        for (const { imageId, frame } of frames) {
          const plane = ensuredPlane(writer, { setId, imageId, frame });
          made.update('label_planes', plane.id, { frozen: frozen ? 1 : 0 });
        }
      });
    },
  };
}

export function trainingKeeping(writer: Writer): TrainingKeeping {
  return {
    addTraining: ({ title, plan }) =>
      writer.run(
        "INSERT INTO trainings (title, plan, state, created) VALUES (?, ?, 'queued', ?)",
        title,
        canonicalJson(plan),
        new Date().toISOString(),
      ).id,
    updateTraining: (id, { failure, labels, ...plain }) => {
      const values: Record<string, SqlValue> = { ...plain };
      if (failure !== undefined) values['failure'] = failure === null ? null : JSON.stringify(failure);
      if (labels !== undefined) values['labels'] = canonicalJson(labels);
      const names = Object.keys(values);
      if (names.length === 0) return;
      const set = names.map((name) => `${name} = ?`).join(', ');
      writer.run(`UPDATE trainings SET ${set} WHERE id = ?`, ...Object.values(values), id);
    },
    addEpoch: (trainingId, epoch) => {
      writer.run(
        'INSERT OR REPLACE INTO training_epochs (training_id, epoch, content) VALUES (?, ?, ?)',
        trainingId,
        epoch.epoch,
        canonicalJson(epoch),
      );
    },
    cutEpochs: (trainingId, last) => {
      writer.run('DELETE FROM training_epochs WHERE training_id = ? AND epoch > ?', trainingId, last);
    },
    addModel: ({ key, card, bytes, trainingId }) => {
      writer.run(
        'INSERT INTO models (key, title, card, sha256, bytes, training_id, created) VALUES (?, ?, ?, ?, ?, ?, ?)',
        key,
        card.title,
        canonicalJson(card),
        card.sha256,
        bytes,
        trainingId,
        new Date().toISOString(),
      );
    },
    addEvaluation: ({ setId, evaluation }) =>
      writer.run(
        'INSERT INTO evaluations (set_id, model, content) VALUES (?, ?, ?)',
        setId,
        evaluation.model,
        canonicalJson(evaluation),
      ).id,
  };
}

/** Trainings that were under way when the program died. They go on from their checkpoints. */
export function interruptTrainings(writer: Writer): number {
  return writer.run("UPDATE trainings SET state = 'interrupted' WHERE state IN ('queued', 'running', 'paused')")
    .changes;
}
