import { rmSync } from 'node:fs';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ProjectEdits, ProjectKeeping, ProjectReads } from '../../app/ports/store.ts';
import { createDatabase, openDatabase, type ProjectDatabase } from './database.ts';
import { calibration, newFile, newImage, newResult, recipe, temporaryFolder } from './fixtures/material.ts';
import { projectEdits, projectKeeping, projectReads } from './session.ts';

let folder: string;
let database: ProjectDatabase;
let reads: ProjectReads;
let edits: ProjectEdits;
let keeping: ProjectKeeping;

function use(opened: ProjectDatabase): void {
  database = opened;
  reads = projectReads(database.writer, database.folder);
  edits = projectEdits(database.writer, database.folder);
  keeping = projectKeeping(database.writer, database.folder);
}

beforeEach(() => {
  folder = temporaryFolder();
  use(createDatabase(folder, 'P', '0.1.0'));
});
afterEach(() => {
  database.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Everything that a person sees of a project, but for the undo log. */
function state(): unknown {
  return {
    samples: reads.samples(),
    images: reads.images(),
    recipes: reads.recipes(),
    runs: reads.runs(),
    tables: reads.runs().map(({ id }) => [reads.table(id), [...reads.flags(id, 'rejected')]]),
  };
}

/** Two samples, three images, and a run with two frames on each. */
function furnish(): { samples: number[]; images: number[]; runs: number[] } {
  const samples = [edits.createSample('A').id, edits.createSample('B').id];
  const images = ['a', 'b', 'c'].flatMap((name, i) =>
    edits.addImages({ key: name, title: `Import ${name}` }, samples[i % 2], newFile(name), [newImage(name)]),
  );
  const runs = ['first', 'second'].map((title) => {
    const runId = keeping.startRun({ title, recipe, imageIds: images, frames: 'all', planned: 6 });
    for (const imageId of images)
      for (const frame of [0, 1])
        keeping.addResult(newResult({ runId, imageId, frame }, [3, 4, 5, 6], 0.5, `${title}${imageId}${frame}`));
    keeping.setRunState(runId, 'complete');
    return runId;
  });
  return { samples, images, runs };
}

type Act = (live: { samples: number[]; images: number[]; runs: number[]; recipes: string[] }, n: number) => void;
const at = <T>(list: readonly T[], n: number): T | undefined => list[n % Math.max(1, list.length)];

/** One of each kind of edit, applied to whatever is there. */
const acts: Record<string, Act> = {
  createSample: (_, n) => void edits.createSample(`S${n}`),
  renameSample: ({ samples }, n) => samples.length > 0 && edits.updateSample(at(samples, n)!, { name: `N${n}` }),
  conditions: ({ samples }, n) =>
    samples.length > 0 &&
    edits.updateSample(at(samples, n)!, { note: `n${n % 3}`, conditions: [{ name: 'T', value: n, unit: '°C' }] }),
  importConditions: (_, n) =>
    void edits.importConditions(
      [{ sample: n % 2 === 0 ? 'A' : `X${n % 5}`, conditions: [{ name: 'pH', value: n, unit: '' }] }],
      true,
    ),
  moveSampleAway: ({ samples }, n) => samples.length > 1 && edits.removeSample(at(samples, n)!, at(samples, n + 1)!),
  removeSample: ({ samples }, n) => samples.length > 0 && edits.removeSample(at(samples, n)!, null),
  addImage: ({ samples }, n) =>
    samples.length > 0 &&
    edits.addImages({ key: `k${n % 2}`, title: 'Import' }, at(samples, n)!, newFile(`f${n}`), [
      newImage(`f${n}`),
      newImage(`g${n}`, null, 1),
    ]),
  renameImages: ({ images }, n) =>
    images.length > 0 && edits.updateImages(images.slice(0, 1 + (n % 3)), { name: `I${n}` }),
  moveImages: ({ images, samples }, n) =>
    images.length > 0 && samples.length > 0 && edits.updateImages([at(images, n)!], { sampleId: at(samples, n)! }),
  calibrate: ({ images }, n) => images.length > 0 && edits.calibrate(images, calibration(1 + (n % 4)), false),
  uncalibrate: ({ images }, n) => images.length > 0 && edits.calibrate([at(images, n)!], null, false),
  fromFile: ({ images }) => images.length > 0 && edits.calibrate(images, null, true),
  removeImage: ({ images }, n) => images.length > 0 && edits.removeImages([at(images, n)!]),
  saveRecipe: (_, n) => edits.saveRecipe({ ...recipe, id: `r${n % 3}`, title: `T${n}` }),
  removeRecipe: ({ recipes }, n) => recipes.length > 0 && edits.removeRecipe(at(recipes, n)!),
  renameRun: ({ runs }, n) => runs.length > 0 && edits.renameRun(at(runs, n)!, `R${n}`),
  removeRun: ({ runs }, n) => runs.length > 0 && edits.removeRun(at(runs, n)!),
  filter: ({ runs }, n) =>
    runs.length > 0 &&
    edits.setFilter(at(runs, n)!, { dropBorder: n % 2 === 0, rules: [{ column: 'area', min: n, max: null }] }),
  reject: ({ runs }, n) =>
    runs.length > 0 && edits.setRejected(at(runs, n)!, [n % 24, (n * 7) % 24, (n * 7 + 1) % 24], true),
  restore: ({ runs }, n) => runs.length > 0 && edits.setRejected(at(runs, n)!, [n % 24, 1, 2, 3, 4, 5, 6], false),
};

function act(name: string, n: number): void {
  acts[name](
    {
      samples: reads.samples().map((s) => s.id),
      images: reads.images().map((i) => i.id),
      runs: reads.runs().map((r) => r.id),
      recipes: reads.recipes().map((r) => r.id),
    },
    n,
  );
}

const script = fc.array(fc.tuple(fc.constantFrom(...Object.keys(acts)), fc.nat(1000)), { minLength: 1, maxLength: 25 });

describe('undo and redo', () => {
  it('lead back to every state and forth again', () => {
    furnish();
    const floor = reads.edits(1000).length;
    fc.assert(
      fc.property(script, (steps) => {
        const depth = () => reads.edits(1000).filter((e) => !e.undone).length;
        // What an attempt that failed left behind.
        while (depth() > floor) edits.undo();
        const states = new Map<number, unknown>([[floor, state()]]);
        for (const [name, n] of steps) {
          act(name, n);
          states.set(depth(), state());
        }
        // Where nothing changed, the edits undone by the script before can still be done again.
        if (depth() === floor) return;
        const last = state();
        while (depth() > floor) {
          expect(edits.undo()).not.toBeNull();
          // A batch that grew is one edit; only states between edits are seen again.
          expect(state()).toEqual(states.get(depth()));
        }
        while (reads.history().redo !== null) edits.redo();
        expect(state()).toEqual(last);
        while (depth() > floor) edits.undo();
      }),
      { numRuns: 40 },
    );
  });

  it('go on after the project was closed', () => {
    furnish();
    const before = state();
    edits.calibrate(
      reads.images().map((i) => i.id),
      calibration(2),
      false,
    );
    edits.setRejected(1, [0, 5], true);
    const after = state();
    database.close();
    use(openDatabase(database.folder, '0.1.0'));
    expect(reads.history()).toEqual({ undo: 'Reject 2 particles', redo: null });
    expect(edits.undo()?.title).toBe('Reject 2 particles');
    database.close();
    use(openDatabase(database.folder, '0.1.0'));
    expect(reads.history()).toEqual({ undo: 'Calibrate 3 images', redo: 'Reject 2 particles' });
    edits.undo();
    expect(state()).toEqual(before);
    edits.redo();
    edits.redo();
    expect(state()).toEqual(after);
    expect(edits.redo()).toBeNull();
  });

  it('name the tables that a step changes', () => {
    const { images, runs } = furnish();
    edits.setRejected(runs[1], [0], true);
    expect(edits.undo()).toMatchObject({ title: 'Reject 1 particle', undone: true, tables: [runs[1]] });
    edits.calibrate([images[0]], calibration(3), false);
    expect(edits.undo()?.tables).toEqual(runs);
    edits.createSample('C');
    expect(edits.undo()?.tables).toEqual([]);
  });

  it('forget what was undone when something else is done', () => {
    edits.createSample('A');
    edits.undo();
    edits.createSample('B');
    expect(reads.history()).toEqual({ undo: 'Create sample B', redo: null });
    expect(reads.edits(10).map((e) => e.title)).toEqual(['Create sample B']);
    edits.undo();
    expect(edits.undo()).toBeNull();
    expect(reads.samples()).toEqual([]);
  });

  it('take an import that grew as one edit, until something came between', () => {
    const { id } = edits.createSample('A');
    const batch = (n: number) => ({ key: 'import 1', title: `Import ${n} images` });
    edits.addImages(batch(1), id, newFile('a'), [newImage('a')]);
    edits.addImages(batch(2), id, newFile('b'), [newImage('b')]);
    expect(reads.history().undo).toBe('Import 2 images');
    edits.updateSample(id, { name: 'Z' });
    edits.addImages(batch(3), id, newFile('c'), [newImage('c')]);
    expect(reads.edits(10).map((e) => e.title)).toEqual([
      'Import 3 images',
      'Rename A to Z',
      'Import 2 images',
      'Create sample A',
    ]);
    edits.undo();
    edits.undo();
    edits.undo();
    expect(reads.images()).toEqual([]);
    edits.redo();
    expect(reads.images().map((i) => i.name)).toEqual(['a', 'b']);
  });

  it('log nothing when nothing changes', () => {
    const { images, runs } = furnish();
    const before = reads.edits(100);
    edits.calibrate(images, calibration(0.5), false);
    edits.setRejected(runs[0], [1], false);
    edits.renameRun(runs[0], 'first');
    expect(reads.edits(100)).toEqual(before);
  });

  it('can bring a removed run back until the project is closed, which clears it away', () => {
    const { runs } = furnish();
    edits.setRejected(runs[0], [0], true);
    edits.removeRun(runs[0]);
    expect(reads.runs().map((r) => r.id)).toEqual([runs[1]]);
    edits.undo();
    expect(reads.runs()).toHaveLength(2);
    edits.redo();
    database.close();
    use(openDatabase(database.folder, '0.1.0'));
    expect(reads.edits(100).map((e) => e.title)).not.toContain('Remove run first');
    expect(database.writer.value('SELECT count(*) FROM computations')).toBe(6);
    expect(database.writer.value('SELECT count(*) FROM feature_chunks')).toBe(24);
    expect(reads.table(runs[1]).rows).toBe(24);
  });
});
