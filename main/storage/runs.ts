import { canonicalJson } from '../../app/domain/canonical-json.ts';
import { noFilter, type ParticleFilter } from '../../app/domain/filter.ts';
import type { Recipe } from '../../app/domain/recipe.ts';
import type { Provenance } from '../../app/domain/run.ts';
import type { RunState, StoredInstances, StoredResult, StoredRun } from '../../app/ports/stored.ts';
import type { Reader, Writer } from './connection.ts';
import { edit } from './edit-log.ts';
import { missing } from './missing.ts';

interface RunRow {
  readonly id: number;
  readonly title: string;
  readonly recipe: string;
  readonly created: string;
  readonly state: RunState;
  readonly planned: number;
  readonly filter: string;
}
interface Plan {
  readonly imageIds: number[];
  readonly frames: 'first' | 'all';
}
type ResultRow = StoredResult & { readonly runId: number };

const select = 'SELECT id, title, recipe, created, state, planned, filter FROM runs WHERE removed = 0';

/** Results of images that are not removed, in row order. */
const resultSelect = `
  SELECT r.run_id AS runId, r.image_id AS imageId, r.frame, c.particles, c.seconds, c.pixel_size AS pixelSize
  FROM results r JOIN computations c ON c.id = r.computation_id
  JOIN images i ON i.id = r.image_id AND i.removed = 0`;

function fromRow(row: RunRow, results: readonly ResultRow[]): StoredRun {
  return {
    id: row.id,
    title: row.title,
    recipe: JSON.parse(row.recipe) as Recipe,
    created: row.created,
    state: row.state,
    planned: row.planned,
    filter: JSON.parse(row.filter) as ParticleFilter,
    results: results.map(({ imageId, frame, particles, seconds, pixelSize }) => ({
      imageId,
      frame,
      particles,
      seconds,
      pixelSize,
    })),
  };
}

export function runReads(reader: Reader) {
  const run = (id: number): StoredRun => {
    const row = reader.one<RunRow>(`${select} AND id = ?`, id);
    if (row === undefined) throw missing('run', id);
    return fromRow(row, reader.all<ResultRow>(`${resultSelect} WHERE r.run_id = ? ORDER BY r.id`, id));
  };

  return {
    run,
    runs: (): StoredRun[] => {
      const results = Map.groupBy(reader.all<ResultRow>(`${resultSelect} ORDER BY r.id`), (r) => r.runId);
      return reader.all<RunRow>(`${select} ORDER BY id DESC`).map((row) => fromRow(row, results.get(row.id) ?? []));
    },
    plan: (runId: number): { imageIds: number[]; frames: 'first' | 'all' } => {
      const plan = reader.value<string>('SELECT plan FROM runs WHERE id = ? AND removed = 0', runId);
      if (plan === undefined) throw missing('run', runId);
      return JSON.parse(plan) as Plan;
    },
    unfinishedRun: (recipe: Recipe): StoredRun | null => {
      const id = reader.value<number>(
        "SELECT id FROM runs WHERE removed = 0 AND state IN ('stopped', 'interrupted') AND recipe = ? ORDER BY id DESC",
        canonicalJson(recipe),
      );
      return id === undefined ? null : run(id);
    },
    runsOn: (imageIds: readonly number[]): number[] => {
      const runs = imageIds.flatMap((id) =>
        reader.all<{ run: number }>('SELECT DISTINCT run_id AS run FROM results WHERE image_id = ?', id),
      );
      return [...new Set(runs.map(({ run }) => run))];
    },
    provenance: (runId: number, imageId: number, frame: number): Provenance => {
      const text = reader.value<string>(
        `SELECT c.provenance FROM results r JOIN computations c ON c.id = r.computation_id
         WHERE r.run_id = ? AND r.image_id = ? AND r.frame = ?`,
        runId,
        imageId,
        frame,
      );
      if (text === undefined) throw missing('result of this run on image', imageId);
      return JSON.parse(text) as Provenance;
    },
    provenances: (runId: number): Provenance[] =>
      reader
        .all<{ provenance: string }>(
          `SELECT c.provenance FROM results r JOIN computations c ON c.id = r.computation_id
           JOIN images i ON i.id = r.image_id AND i.removed = 0 WHERE r.run_id = ? ORDER BY r.id`,
          runId,
        )
        .map(({ provenance }) => JSON.parse(provenance) as Provenance),
    instances: (runId: number, imageId: number, frame: number): StoredInstances => {
      const found = reader.one<StoredInstances>(
        `SELECT c.width, c.height, b.bytes FROM results r JOIN computations c ON c.id = r.computation_id
         JOIN instance_blobs b ON b.computation_id = c.id WHERE r.run_id = ? AND r.image_id = ? AND r.frame = ?`,
        runId,
        imageId,
        frame,
      );
      if (found === undefined) throw missing('result of this run on image', imageId);
      return { ...found, bytes: Uint8Array.from(found.bytes) };
    },
  };
}

function titleOf(reader: Reader, id: number): string {
  const title = reader.value<string>('SELECT title FROM runs WHERE id = ? AND removed = 0', id);
  if (title === undefined) throw missing('run', id);
  return title;
}

export function runEdits(writer: Writer) {
  return {
    renameRun: (id: number, title: string): void => {
      edit(writer, `Rename ${titleOf(writer, id)} to ${title}`, (made) => made.update('runs', id, { title }), {
        runId: id,
      });
    },
    removeRun: (id: number): void => {
      edit(writer, `Remove run ${titleOf(writer, id)}`, (made) => made.remove('runs', id), { runId: id });
    },
    setFilter: (id: number, filter: ParticleFilter): void => {
      const title = `Change filter of ${titleOf(writer, id)}`;
      edit(writer, title, (made) => made.update('runs', id, { filter: canonicalJson(filter) }), { runId: id });
    },
  };
}

export function runKeeping(writer: Writer) {
  return {
    startRun: (run: {
      title: string;
      recipe: Recipe;
      imageIds: readonly number[];
      frames: 'first' | 'all';
      planned: number;
    }): number =>
      writer.run(
        'INSERT INTO runs (title, recipe, created, state, plan, planned, filter) VALUES (?, ?, ?, ?, ?, ?, ?)',
        run.title,
        canonicalJson(run.recipe),
        new Date().toISOString(),
        'running',
        canonicalJson({ imageIds: run.imageIds, frames: run.frames }),
        run.planned,
        canonicalJson(noFilter),
      ).id,
    continueRun: (runId: number, imageIds: readonly number[], frames: 'first' | 'all', planned: number): void => {
      titleOf(writer, runId);
      writer.run(
        "UPDATE runs SET state = 'running', plan = ?, planned = ? WHERE id = ?",
        canonicalJson({ imageIds, frames }),
        planned,
        runId,
      );
    },
    setRunState: (runId: number, state: RunState): void => {
      writer.run('UPDATE runs SET state = ? WHERE id = ?', state, runId);
    },
  };
}

/** Runs that were under way when the program died. */
export function interruptRuns(writer: Writer): number {
  return writer.run("UPDATE runs SET state = 'interrupted' WHERE state = 'running'").changes;
}

/**
 * Clears removed runs away for good, with the results that no other run shares and the edits that concern only them.
 * Done when a project is closed: until then their removal can be undone.
 */
export function clearRemovedRuns(writer: Writer): number {
  return writer.transaction(() => {
    const removed = writer.all<{ id: number }>('SELECT id FROM runs WHERE removed = 1');
    for (const { id } of removed) {
      writer.run('DELETE FROM edits WHERE run_id = ?', id);
      writer.run('DELETE FROM results WHERE run_id = ?', id);
      writer.run('DELETE FROM runs WHERE id = ?', id);
    }
    if (removed.length > 0) writer.run('DELETE FROM computations WHERE id NOT IN (SELECT computation_id FROM results)');
    return removed.length;
  });
}
