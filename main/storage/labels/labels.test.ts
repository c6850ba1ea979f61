import { rmSync } from 'node:fs';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { encodeLabelEdit } from '../../../app/domain/labels/label-edit.ts';
import { encodeLabelled } from '../../../app/domain/labels/labelled-instance.ts';
import type { ProjectEdits, ProjectReads } from '../../../app/ports/store.ts';
import type { LabelFrameKey } from '../../../app/ports/stored-labels.ts';
import { createDatabase, openDatabase, type ProjectDatabase } from '../database.ts';
import { ellipse, labelProject, type PlainLabels, packedPlane, plainLabels, stroke } from '../fixtures/labels.ts';
import { temporaryFolder } from '../fixtures/material.ts';
import { projectEdits, projectReads } from '../session.ts';

const size = { width: 600, height: 530 };
let folder: string;
let database: ProjectDatabase;
let reads: ProjectReads;
let edits: ProjectEdits;
let key: LabelFrameKey;

function use(opened: ProjectDatabase): void {
  database = opened;
  reads = projectReads(database.writer, database.folder);
  edits = projectEdits(database.writer, database.folder);
}
beforeEach(() => {
  folder = temporaryFolder();
  use(createDatabase(folder, 'P', '0.1.0'));
  const { setId, imageId } = labelProject(edits, size.width, size.height);
  key = { setId, imageId, frame: 0 };
});
afterEach(() => {
  database.close();
  rmSync(folder, { recursive: true, force: true });
});

const nothing: PlainLabels = {
  classes: new Uint8Array(size.width * size.height),
  particles: new Map(),
  reviewed: false,
};

/** The labels that are stored are these, and the counts that are kept are theirs. */
function expectStored(wanted: PlainLabels): void {
  const found = plainLabels(reads, key);
  expect(Buffer.compare(found.classes, wanted.classes)).toBe(0);
  expect(found.particles).toEqual(wanted.particles);
  expect(found.reviewed).toBe(wanted.reviewed);
  let labelled = 0;
  for (const value of wanted.classes) if (value !== 0) labelled++;
  expect(reads.labelFrame(key)).toMatchObject({
    labelledPixels: labelled,
    instances: wanted.particles.size,
    reviewedInstances: [...wanted.particles.values()].filter((p) => p.reviewed).length,
  });
}

const place = fc.record({ x: fc.nat(640), y: fc.nat(560) });
const command = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant('stroke' as const),
      from: place,
      to: place,
      radius: fc.integer({ min: 1, max: 60 }),
      value: fc.constantFrom(0, 1, 2, 7),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('particle' as const),
      at: place,
      rx: fc.integer({ min: 1, max: 80 }),
      ry: fc.integer({ min: 1, max: 80 }),
      classId: fc.constantFrom(1, 7),
      reviewed: fc.boolean(),
      which: fc.nat(5),
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('remove' as const), which: fc.nat(5) }) },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('bulk' as const),
      radius: fc.integer({ min: 1, max: 250 }),
      value: fc.constantFrom(0, 1, 2),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('review' as const), reviewed: fc.boolean() }) },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('undo' as const) }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('redo' as const) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('jump' as const), to: fc.nat(20) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('reopen' as const) }) },
);
type Command = typeof command extends fc.Arbitrary<infer C> ? C : never;

/** What an edit makes of labels; null for the other commands. Does the same to the project. */
function doEdit(now: PlainLabels, c: Command): PlainLabels | null {
  const base = reads.labelFrame(key).version;
  const ids = [...now.particles.keys()];
  const changed = (
    title: string,
    classes: PlainLabels['classes'],
    particles: PlainLabels['particles'],
    write: object,
    own: boolean,
  ) => {
    const { editId } = edits.changeLabels(title, [{ ...key, base, ...write }], own);
    return { classes, particles, reviewed: now.reviewed && (own || editId === null) };
  };
  if (c.kind === 'stroke') {
    const spans = stroke(c.from, c.to, c.radius, c.value, size);
    const classes = now.classes.slice();
    for (const { y, from, to, value } of spans) classes.fill(value, y * size.width + from, y * size.width + to);
    return changed(
      'Paint',
      classes,
      now.particles,
      { edit: encodeLabelEdit({ classes: spans, changed: [], removed: [] }) },
      true,
    );
  }
  if (c.kind === 'particle') {
    const known = c.which < ids.length ? ids[c.which] : null;
    const id = known ?? reads.labelFrame(key).nextInstanceId;
    const made = ellipse(id, { ...c.at, rx: c.rx, ry: c.ry }, size, c);
    if (made === null) return null;
    const particles = new Map([...now.particles, [id, made] as const].sort(([a], [b]) => a - b));
    return changed(
      'Particle',
      now.classes,
      particles,
      { edit: encodeLabelEdit({ classes: [], changed: [made], removed: [] }) },
      true,
    );
  }
  if (c.kind === 'remove') {
    if (c.which >= ids.length) return null;
    const particles = new Map(now.particles);
    particles.delete(ids[c.which]);
    return changed(
      'Delete',
      now.classes,
      particles,
      { edit: encodeLabelEdit({ classes: [], changed: [], removed: [ids[c.which]] }) },
      true,
    );
  }
  if (c.kind === 'bulk') {
    const classes = new Uint8Array(size.width * size.height);
    for (const { y, from, to } of stroke({ x: 300, y: 260 }, { x: 320, y: 260 }, c.radius, 1, size))
      classes.fill(c.value, y * size.width + from, y * size.width + to);
    const made = ellipse(1, { x: 50, y: 50, rx: c.radius, ry: 9 }, size);
    const particles = new Map(made === null ? [] : [[1, made] as const]);
    return changed(
      'Bulk',
      classes,
      particles,
      { classes: packedPlane(classes, size), particles: encodeLabelled([...particles.values()]) },
      false,
    );
  }
  if (c.kind === 'review') {
    edits.reviewFrames([key], c.reviewed);
    return { ...now, reviewed: c.reviewed };
  }
  return null;
}

describe('labels', () => {
  it('are what a plain picture would be after any edits, undos, redos, jumps and restarts', () => {
    fc.assert(
      fc.property(fc.array(command, { minLength: 1, maxLength: 25 }), (commands) => {
        // Each try starts where nothing stands, with an edit that drops what was undone before.
        const start = reads.edits(10_000).at(-1);
        edits.jump(start?.id ?? null);
        edits.jump(reads.edits(10_000).find((e) => e.title === 'Create label set Shapes')?.id ?? null);
        edits.createSample('fresh');
        const states: { id: number; plain: PlainLabels }[] = [{ id: reads.edits(1)[0].id, plain: nothing }];
        let at = 0;
        for (const c of commands) {
          const now = states[at].plain;
          if (c.kind === 'undo') {
            if (at === 0) continue;
            expect(edits.undo()?.id).toBe(states[at--].id);
          } else if (c.kind === 'redo') {
            const redone = edits.redo();
            expect(redone?.id).toBe(states[at + 1]?.id);
            if (redone !== null) at++;
          } else if (c.kind === 'jump') {
            at = c.to % states.length;
            edits.jump(states[at].id);
          } else if (c.kind === 'reopen') {
            database.close();
            use(openDatabase(database.folder, '0.1.0'));
          } else {
            const next = doEdit(now, c);
            const [newest] = reads.edits(1);
            if (next !== null && !newest.undone && newest.id !== states[at].id) {
              states.length = ++at;
              states.push({ id: newest.id, plain: next });
            }
          }
          expectStored(states[at].plain);
        }
        edits.jump(states[0].id);
        expectStored(nothing);
        edits.jump(states.at(-1)?.id ?? null);
        expectStored(states.at(-1)?.plain ?? nothing);
      }),
      { numRuns: 30 },
    );
  });
});
