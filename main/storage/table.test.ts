import { rmSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { columnHeader } from '../../app/domain/feature-table.ts';
import { decodeInstances } from '../../app/domain/instance-codec.ts';
import type { ProjectEdits, ProjectKeeping, ProjectReads } from '../../app/ports/store.ts';
import { createDatabase, type ProjectDatabase } from './database.ts';
import { bar, calibration, newFile, newImage, newResult, recipe, temporaryFolder } from './fixtures/material.ts';
import { projectEdits, projectKeeping, projectReads } from './session.ts';

let folder: string;
let database: ProjectDatabase;
let reads: ProjectReads;
let edits: ProjectEdits;
let keeping: ProjectKeeping;
let images: number[];
let runId: number;

beforeEach(() => {
  folder = temporaryFolder();
  database = createDatabase(folder, 'P', '0.1.0');
  reads = projectReads(database.writer, database.folder);
  edits = projectEdits(database.writer, database.folder);
  keeping = projectKeeping(database.writer, database.folder);
  const { id } = edits.createSample('A');
  images = [0.5, null].flatMap((size, i) =>
    edits.addImages({ key: 'k', title: 'Import' }, id, newFile(`f${i}`), [newImage(`f${i}`, size)]),
  );
  runId = keeping.startRun({ title: 'Run', recipe, imageIds: images, frames: 'all', planned: 4 });
});
afterEach(() => {
  database.close();
  rmSync(folder, { recursive: true, force: true });
});

const column = (id: string) => [...reads.column(runId, id)];
const units = () => reads.table(runId).columns.map((c) => `${c.id} ${c.unit}`.trim());

describe('the table of a run', () => {
  it('has its frames in the order in which they came', () => {
    keeping.addResult(newResult({ runId, imageId: images[0], frame: 1 }, [3, 4], 0.5));
    keeping.addResult(newResult({ runId, imageId: images[0], frame: 0 }, [5], 0.5));
    expect(reads.table(runId)).toMatchObject({
      rows: 3,
      lengthUnit: 'nm',
      spans: [
        { imageId: images[0], frame: 1, start: 0, count: 2, pixelSize: 0.5 },
        { imageId: images[0], frame: 0, start: 2, count: 1, pixelSize: 0.5 },
      ],
    });
    expect(units()).toEqual(['area nm²', 'length nm', 'x px', 'ratio']);
    expect(column('area')).toEqual([0.75, 1, 1.25]);
    expect(column('length')).toEqual([1.5, 2, 2.5]);
    expect(column('x')).toEqual([1, 2, 1]);
    expect(column('ratio')).toEqual([0.3, 0.4, 0.5]);
    expect([...reads.flags(runId, 'border')]).toEqual([1, 0, 1]);
  });

  it('gives lengths in nm where an image is calibrated and in px where it is not, never in one column', () => {
    keeping.addResult(newResult({ runId, imageId: images[0], frame: 0 }, [3, 4], 0.5));
    keeping.addResult(newResult({ runId, imageId: images[1], frame: 0 }, [5], null));
    expect(reads.table(runId).lengthUnit).toBe('mixed');
    expect(units()).toEqual(['area nm²', 'area_px px²', 'length nm', 'length_px px', 'x px', 'ratio']);
    expect(column('area')).toEqual([0.75, 1, Number.NaN]);
    expect(column('area_px')).toEqual([Number.NaN, Number.NaN, 5]);
    expect(column('length')).toEqual([1.5, 2, Number.NaN]);
    expect(column('length_px')).toEqual([Number.NaN, Number.NaN, 5]);
    expect(column('x')).toEqual([1, 2, 1]);
    expect(() => column('ratio_px')).toThrow('no column ratio_px');
    expect(reads.table(runId).columns.map(columnHeader)).toEqual([
      'area_nm2',
      'area_px2',
      'length_nm',
      'length_px',
      'x_px',
      'ratio',
    ]);
    edits.removeImages([images[1]]);
    expect(() => column('area_px')).toThrow('no column area_px');
  });

  it('follows a calibration that is corrected, given or taken away', () => {
    keeping.addResult(newResult({ runId, imageId: images[0], frame: 0 }, [3, 4], 0.5));
    keeping.addResult(newResult({ runId, imageId: images[1], frame: 0 }, [5], null));
    edits.calibrate([images[1]], calibration(2), false);
    expect(reads.table(runId).lengthUnit).toBe('nm');
    expect(units()).toEqual(['area nm²', 'length nm', 'x px', 'ratio']);
    expect(column('length')).toEqual([1.5, 2, 10]);
    expect(column('area')).toEqual([0.75, 1, 20]);
    expect(column('x')).toEqual([1, 2, 1]);
    edits.calibrate([images[0]], calibration(1), false);
    expect(column('length')).toEqual([3, 4, 10]);
    expect(column('area')).toEqual([3, 4, 20]);
    edits.calibrate(images, null, false);
    expect(reads.table(runId).lengthUnit).toBe('px');
    expect(column('area')).toEqual([3, 4, 5]);
  });

  it('has no number where a frame lacks a column', () => {
    keeping.addResult(newResult({ runId, imageId: images[0], frame: 0 }, [3], 0.5));
    const other = newResult({ runId, imageId: images[0], frame: 1 }, [4], 0.5);
    keeping.addResult({ ...other, columns: other.columns.slice(0, 1), values: other.values.slice(0, 1) });
    expect(column('area')).toEqual([0.75, 1]);
    expect(column('ratio')).toEqual([0.3, Number.NaN]);
    expect(() => reads.column(runId, 'nonsense')).toThrow('no column nonsense');
  });

  it('leaves out removed images and takes them back', () => {
    keeping.addResult(newResult({ runId, imageId: images[0], frame: 0 }, [3, 4], 0.5));
    keeping.addResult(newResult({ runId, imageId: images[1], frame: 0 }, [5], null));
    edits.removeImages([images[0]]);
    expect(column('length')).toEqual([5]);
    expect(edits.setRejected(runId, [0], true)).toBe(1);
    edits.undo();
    edits.undo();
    expect([...reads.flags(runId, 'rejected')]).toEqual([0, 0, 0]);
    expect(column('length')).toEqual([1.5, 2, Number.NaN]);
  });

  it('keeps what was rejected by frame, whatever the order of the rows', () => {
    keeping.addResult(newResult({ runId, imageId: images[0], frame: 0 }, [3, 4, 5], 0.5));
    keeping.addResult(newResult({ runId, imageId: images[0], frame: 1 }, [6, 7], 0.5));
    expect(edits.setRejected(runId, [4, 0, 2, 0, 99], true)).toBe(3);
    expect([...reads.flags(runId, 'rejected')]).toEqual([1, 0, 1, 0, 1]);
    expect(edits.setRejected(runId, [0, 1, 2], false)).toBe(2);
    expect([...reads.flags(runId, 'rejected')]).toEqual([0, 0, 0, 0, 1]);
  });

  it('is empty without results', () => {
    expect(reads.table(runId)).toMatchObject({ rows: 0, columns: [], spans: [], lengthUnit: 'px' });
  });
});

describe('results', () => {
  it('give their instances and their provenance', () => {
    keeping.addResult(newResult({ runId, imageId: images[0], frame: 0 }, [3, 4], 0.5));
    const { bytes, ...size } = reads.instances(runId, images[0], 0);
    expect(size).toEqual({ width: 64, height: 32 });
    expect(decodeInstances(bytes)).toEqual([bar(1, 3), bar(2, 4)]);
    expect(reads.provenance(runId, images[0], 0)).toMatchObject({ pixelSize: 0.5, resolved: { polarity: 'dark' } });
    expect(() => reads.instances(runId, images[0], 1)).toThrow();
  });

  it('computed before are shared between runs and outlive one of them', () => {
    const result = newResult({ runId, imageId: images[0], frame: 0 }, [3, 4], 0.5, 'key');
    keeping.addResult(result);
    const second = keeping.startRun({ title: 'Again', recipe, imageIds: images, frames: 'all', planned: 4 });
    expect(keeping.reuseResult(second, images[0], 0, 'key')).toBe(true);
    expect(keeping.reuseResult(second, images[0], 1, 'other')).toBe(false);
    expect(database.writer.value('SELECT count(*) FROM computations')).toBe(1);
    edits.setRejected(second, [0], true);
    expect([...reads.flags(runId, 'rejected')]).toEqual([0, 0]);
    expect(reads.run(second).results).toMatchObject([{ imageId: images[0], frame: 0, particles: 2, pixelSize: 0.5 }]);
    expect(reads.images()[0]).toMatchObject({ latestRunId: second, particles: 2 });
  });

  it('replace an older one of the same frame, whose values go', () => {
    keeping.addResult(newResult({ runId, imageId: images[0], frame: 0 }, [3, 4], 0.5, 'one'));
    keeping.addResult(newResult({ runId, imageId: images[0], frame: 0 }, [9], 0.5, 'two'));
    expect(column('length')).toEqual([4.5]);
    expect(database.writer.value('SELECT count(*) FROM computations')).toBe(1);
    expect(database.writer.value('SELECT count(*) FROM feature_chunks')).toBe(4);
  });

  it('with columns of another length are refused as a whole', () => {
    const result = newResult({ runId, imageId: images[0], frame: 0 }, [3, 4], 0.5);
    expect(() => keeping.addResult({ ...result, values: result.values.map((v) => v.subarray(1)) })).toThrow();
    expect(database.writer.value('SELECT count(*) FROM computations')).toBe(0);
  });

  it('on memory that threads share are kept too', () => {
    const result = newResult({ runId, imageId: images[0], frame: 0 }, [3, 4], 0.5);
    const values = result.values.map((v) => {
      const shared = new Float64Array(new SharedArrayBuffer(v.byteLength));
      shared.set(v);
      return shared;
    });
    keeping.addResult({ ...result, values });
    expect(column('length')).toEqual([1.5, 2]);
  });
});

describe('runs', () => {
  it('that were under way when the program died are interrupted, and found by their recipe', () => {
    expect(reads.unfinishedRun(recipe)).toBeNull();
    keeping.setRunState(runId, 'interrupted');
    const same = { ...recipe, steps: [{ params: { a: 'x', b: 2 }, enabled: true, step: 'otsu' }] };
    expect(reads.unfinishedRun(same)?.id).toBe(runId);
    expect(reads.unfinishedRun({ ...recipe, title: 'Other' })).toBeNull();
    keeping.continueRun(runId, [images[1]], 'first', 1);
    expect(reads.plan(runId)).toEqual({ imageIds: [images[1]], frames: 'first' });
    expect(reads.run(runId)).toMatchObject({ state: 'running', planned: 1 });
    expect(reads.unfinishedRun(recipe)).toBeNull();
  });
});
