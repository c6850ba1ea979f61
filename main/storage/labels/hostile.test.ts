import { rmSync } from 'node:fs';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Failure } from '../../../app/domain/failure.ts';
import type { RunMask } from '../../../app/domain/instance.ts';
import { encodeClassTile, packTiles } from '../../../app/domain/labels/class-tiles.ts';
import { encodeLabelEdit, type LabelEdit } from '../../../app/domain/labels/label-edit.ts';
import { decodeLabelled, encodeLabelled, type LabelledInstance } from '../../../app/domain/labels/labelled-instance.ts';
import type { ProjectEdits, ProjectReads } from '../../../app/ports/store.ts';
import type { LabelFrameKey, LabelWrite } from '../../../app/ports/stored-labels.ts';
import { createDatabase, type ProjectDatabase } from '../database.ts';
import { editBytes, ellipse, labelProject, plainLabels, stroke } from '../fixtures/labels.ts';
import { temporaryFolder } from '../fixtures/material.ts';
import { projectEdits, projectReads } from '../session.ts';

const size = { width: 700, height: 90 };
let folder: string;
let database: ProjectDatabase;
let reads: ProjectReads;
let edits: ProjectEdits;
let key: LabelFrameKey;

beforeAll(() => {
  folder = temporaryFolder();
  database = createDatabase(folder, 'P', '0.1.0');
  reads = projectReads(database.writer, database.folder);
  edits = projectEdits(database.writer, database.folder);
  const { setId, imageId } = labelProject(edits, size.width, size.height);
  key = { setId, imageId, frame: 0 };
  change({ edit: editBytes(good(1)) });
});
afterAll(() => {
  database.close();
  rmSync(folder, { recursive: true, force: true });
});

/** An edit as the window makes it. */
function good(id: number): LabelEdit {
  const made = ellipse(id, { x: 500, y: 40, rx: 40, ry: 20 }, size);
  return {
    classes: stroke({ x: 10, y: 10 }, { x: 600, y: 60 }, 8, 2, size),
    changed: made === null ? [] : [made],
    removed: [],
  };
}
function change(write: Partial<LabelWrite>): number | null {
  return edits.changeLabels('Try', [{ ...key, base: reads.labelFrame(key).version, ...write }], true).editId;
}

/** Everything that a refusal must leave alone. */
function state(): unknown {
  const { particles, ...rest } = reads.labels(key);
  return {
    ...rest,
    particles: [...particles],
    edits: reads.edits(5),
    planes: database.writer.all('SELECT * FROM label_planes'),
  };
}

/** What comes in is refused as a whole, in words; or it is taken in, and what is stored then is in order. */
function expectSafe(write: Partial<LabelWrite>): 'taken' | 'refused' {
  const before = state();
  let editId: number | null;
  try {
    editId = change(write);
  } catch (thrown) {
    expect(thrown).toBeInstanceOf(Failure);
    const { tag, message, remedy } = (thrown as Failure).info;
    expect(['invalid-input', 'not-found']).toContain(tag);
    expect(message.length * remedy.length).toBeGreaterThan(0);
    expect(state()).toEqual(before);
    return 'refused';
  }
  const { classes, particles } = plainLabels(reads, key);
  for (const value of classes) if (![0, 1, 2, 7].includes(value)) throw new Error(`class ${value}`);
  for (const { mask, area, classId } of particles.values()) {
    expect([1, 2, 7]).toContain(classId);
    expect(mask.x + mask.width <= size.width && mask.y + mask.height <= size.height && area > 0).toBe(true);
  }
  if (editId !== null) edits.undo();
  return 'taken';
}

describe('hostile edits', () => {
  it('made of any bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (edit) => void expectSafe({ edit })),
      { numRuns: 300 },
    );
  });

  it('cut off, or with bytes changed', () => {
    const bytes = () => editBytes(good(reads.labelFrame(key).nextInstanceId));
    fc.assert(
      fc.property(fc.nat(100_000), fc.array(fc.tuple(fc.nat(100_000), fc.nat(255)), { maxLength: 4 }), (cut, flips) => {
        const edit = bytes();
        for (const [at, value] of flips) edit[at % edit.length] = value;
        expectSafe({ edit: cut % 3 === 0 ? edit.subarray(0, cut % edit.length) : edit });
      }),
      { numRuns: 300 },
    );
    expect(expectSafe({ edit: bytes() })).toBe('taken');
  });

  it('with stretches of pixels outside the image, out of order, empty, or of an unknown class', () => {
    const spans = fc.array(
      fc.record({
        y: fc.integer({ min: 0, max: 95 }),
        from: fc.integer({ min: 0, max: 720 }),
        length: fc.integer({ min: 0, max: 30 }),
        value: fc.constantFrom(0, 1, 2, 3, 7, 255),
      }),
      { minLength: 1, maxLength: 5 },
    );
    fc.assert(
      fc.property(spans, (list) => {
        const sorted = list.sort((a, b) => a.y - b.y || a.from - b.from);
        const classes = sorted.map(({ y, from, length, value }) => ({ y, from, to: from + length, value }));
        const fits = classes.every(
          ({ y, from, to, value }, i) =>
            y < size.height &&
            to <= size.width &&
            to > from &&
            [0, 1, 2, 7].includes(value) &&
            (i === 0 || classes[i - 1].y < y || classes[i - 1].to <= from),
        );
        // What overlaps can't be written at all: its bytes would say something else.
        const writable = classes.every(
          ({ y, from }, i) => i === 0 || classes[i - 1].y < y || classes[i - 1].to <= from,
        );
        if (writable) expect(expectSafe({ edit: editBytes({ classes }) })).toBe(fits ? 'taken' : 'refused');
      }),
      { numRuns: 200 },
    );
  });

  it.each<[string, Partial<RunMask>]>([
    ['outside the image', { x: 695 }],
    ['below the image', { y: 88 }],
    ['over a row of its box', { runs: Uint32Array.of(8, 4) }],
    ['over its box', { runs: Uint32Array.of(0, 5, 48, 5) }],
    ['in disorder', { runs: Uint32Array.of(20, 5, 0, 5) }],
    ['without pixels', { runs: Uint32Array.of() }],
    ['of an odd number of numbers', { runs: Uint32Array.of(0, 5, 9) }],
    ['without a box', { width: 0 }],
  ])('with a particle %s', (_, strange) => {
    const mask = { x: 3, y: 3, width: 10, height: 5, runs: Uint32Array.of(0, 5, 10, 5), ...strange };
    const particle = {
      id: reads.labelFrame(key).nextInstanceId,
      mask,
      area: 10,
      atBorder: false,
      classId: 1,
      reviewed: false,
    };
    expect(expectSafe({ edit: editBytes({ changed: [particle] }) })).toBe('refused');
    expect(expectSafe({ particles: encodeLabelled([particle]) })).toBe('refused');
  });

  it('that name particles or classes that are not there', () => {
    const particle = (of: Partial<LabelledInstance>) => {
      const made = ellipse(reads.labelFrame(key).nextInstanceId, { x: 50, y: 40, rx: 9, ry: 9 }, size);
      return editBytes({ changed: made === null ? [] : [{ ...made, ...of }] });
    };
    expect(expectSafe({ edit: particle({ classId: 3 }) })).toBe('refused');
    expect(expectSafe({ edit: particle({ id: 0 }) })).toBe('refused');
    expect(expectSafe({ edit: particle({ id: 2 ** 32 - 1 }) })).toBe('refused');
    expect(expectSafe({ edit: editBytes({ removed: [77] }) })).toBe('refused');
    const twice = decodeLabelled(reads.labels(key).particles);
    expect(expectSafe({ particles: encodeLabelled([...twice, ...twice]) })).toBe('refused');
  });

  it('with tiles that do not fit', () => {
    const tile = (pixels: number, value: number) =>
      encodeClassTile(new Uint8Array(pixels).fill(value)) ?? new Uint8Array(0);
    const packed = (number: number, bytes: Uint8Array) => ({ classes: packTiles([{ tile: number, bytes }]) });
    expect(expectSafe(packed(0, tile(512 * 90, 1)))).toBe('taken');
    expect(expectSafe(packed(1, tile(188 * 90, 1)))).toBe('taken');
    expect(expectSafe(packed(1, tile(512 * 90, 1)))).toBe('refused');
    expect(expectSafe(packed(2, tile(512 * 90, 1)))).toBe('refused');
    expect(expectSafe(packed(0, tile(512 * 90, 3)))).toBe('refused');
    expect(expectSafe({ classes: Uint8Array.of(0, 200, 1) })).toBe('refused');
  });

  it('of several frames, when one is refused, change none', () => {
    const before = state();
    const one = { ...key, base: null, edit: encodeLabelEdit({ ...good(9), changed: [] }) };
    const wrong = {
      ...key,
      frame: 1,
      base: null,
      edit: editBytes({ classes: [{ y: 999, from: 0, to: 1, value: 1 }] }),
    };
    expect(() => edits.changeLabels('Two', [one, wrong], false)).toThrow('outside the image');
    expect(() => edits.changeLabels('Two', [one, { ...wrong, frame: 5 }], false)).toThrow('no frame 6');
    expect(state()).toEqual(before);
  });
});
