import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeClassTile } from '../../../app/domain/labels/class-tiles.ts';
import { decodeLabelEdit, encodeLabelEdit, type LabelEdit } from '../../../app/domain/labels/label-edit.ts';
import { forEachRun } from '../../../app/domain/run-mask.ts';
import { SpanList, type Spans } from '../../../app/math/raster/spans.ts';
import { LabelDocument } from './document.ts';
import type { Protect } from './protect.ts';

const width = 600;
const height = 300;
const ref = { setId: 1, imageId: 2, frame: 0 };

/** A rectangle; may lie partly outside the image. */
function rectangle(x: number, y: number, w: number, h: number): Spans {
  const list = new SpanList();
  for (let row = y; row < y + h; row++) list.push(row, x, x + w);
  return list.take();
}

const box = fc.record({
  x: fc.integer({ min: -20, max: width }),
  y: fc.integer({ min: -20, max: height }),
  w: fc.integer({ min: 1, max: 280 }),
  h: fc.integer({ min: 1, max: 60 }),
});
type Box = { x: number; y: number; w: number; h: number };
const spansOf = ({ x, y, w, h }: Box) => rectangle(x, y, w, h);

const protect: fc.Arbitrary<Protect> = fc.oneof(
  fc.constant({ mode: 'all', never: [] } as const),
  fc.constant({ mode: 'unlabelled', never: [] } as const),
  fc.uniqueArray(fc.integer({ min: 1, max: 4 })).map((never) => ({ mode: 'classes', never }) as const),
);

const stroke = fc.record({
  protect,
  dabs: fc.array(fc.record({ box, value: fc.nat(4) }), { minLength: 1, maxLength: 4 }),
  cancelled: fc.boolean(),
});

/** The same done the plain way. */
function paintPlainly(plane: Uint8Array, { x, y, w, h }: Box, value: number, { mode, never }: Protect): void {
  for (let row = Math.max(0, y); row < Math.min(height, y + h); row++) {
    for (let column = Math.max(0, x); column < Math.min(width, x + w); column++) {
      const at = row * width + column;
      if (mode === 'unlabelled' && value !== 0 && plane[at] !== 0) continue;
      if (mode === 'classes' && never.includes(plane[at]) && plane[at] !== 0) continue;
      plane[at] = value;
    }
  }
}

function applied(plane: Uint8Array, edit: LabelEdit): Uint8Array {
  const out = plane.slice();
  for (const { y, from, to, value } of edit.classes) out.fill(value, y * width + from, y * width + to);
  return out;
}

/** Number of pixels in which two planes differ. */
function differing(a: Uint8Array, b: Uint8Array): number {
  let count = 0;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) count++;
  return count;
}

function countsOf(plane: Uint8Array): Float64Array {
  const counts = new Float64Array(256);
  for (const value of plane) counts[value]++;
  return counts;
}

function pixelsOf(document: LabelDocument, id: number): Uint8Array {
  const plane = new Uint8Array(width * height);
  const instance = document.instances.get(id);
  if (instance !== undefined) {
    forEachRun(instance.mask, (y, from, to) => plane.fill(1, y * width + from, y * width + to));
  }
  return plane;
}

describe('LabelDocument classes', () => {
  it('paint, obey what is protected, end and cancel like a plain plane of pixels', () => {
    fc.assert(
      fc.property(fc.array(stroke, { maxLength: 6 }), (strokes) => {
        const edits: LabelEdit[] = [];
        const document = new LabelDocument(ref, { width, height }, (_, edit) => edits.push(edit));
        let plain = new Uint8Array(width * height);
        for (const { protect: rules, dabs, cancelled } of strokes) {
          const before = plain.slice();
          document.protect = rules;
          document.begin('Paint');
          for (const { box: at, value } of dabs) {
            document.paintClass(spansOf(at), value);
            paintPlainly(plain, at, value, rules);
          }
          expect(differing(document.classes, plain)).toBe(0);
          expect(document.countClasses()).toEqual(countsOf(plain));
          const known = edits.length;
          if (cancelled) {
            document.cancel();
            plain = before;
            expect(edits.length).toBe(known);
          } else {
            const edit = document.end();
            if (edit === null) expect(differing(plain, before)).toBe(0);
            else {
              expect(edits.at(-1)).toBe(edit);
              // what is stored makes the same of what was there, and names changed pixels only
              expect(differing(applied(before, edit), plain)).toBe(0);
              for (const { y, from, to } of edit.classes) {
                for (let x = from; x < to; x++)
                  if (before[y * width + x] === plain[y * width + x]) expect.unreachable();
              }
              expect(decodeLabelEdit(encodeLabelEdit(edit))).toEqual(edit);
            }
          }
          expect(differing(document.classes, plain)).toBe(0);
          expect(document.countClasses()).toEqual(countsOf(plain));
        }
      }),
      { numRuns: 40 },
    );
  });

  it('tell boxes that hold every pixel that changed', () => {
    fc.assert(
      fc.property(fc.array(stroke, { maxLength: 4 }), (strokes) => {
        const document = new LabelDocument(ref, { width, height }, () => undefined);
        const seen = new Uint8Array(width * height);
        document.onChange(({ boxes }) => {
          for (const { x, y, width: w, height: h } of boxes) {
            for (let row = y; row < y + h; row++) {
              for (let column = x; column < x + w; column++) {
                seen[row * width + column] = document.classes[row * width + column];
              }
            }
          }
        });
        for (const { protect: rules, dabs, cancelled } of strokes) {
          document.protect = rules;
          document.begin('Paint');
          for (const { box: at, value } of dabs) document.paintClass(spansOf(at), value);
          if (cancelled) document.cancel();
          else document.end();
          expect(differing(seen, document.classes)).toBe(0);
        }
      }),
      { numRuns: 30 },
    );
  });

  it('say nothing is stored when a stroke changes nothing', () => {
    const document = new LabelDocument(ref, { width, height }, () => {
      throw new Error('nothing to store');
    });
    document.begin('Erase');
    document.paintClass(rectangle(0, 0, 50, 50), 0);
    expect(document.end()).toBeNull();
    expect(() => document.paintClass(rectangle(0, 0, 5, 5), 1)).toThrow();
  });
});

describe('LabelDocument edits in memory', () => {
  it('go back and forth to the pixel, and stop at changes from outside', () => {
    fc.assert(
      fc.property(
        fc.array(stroke, { minLength: 1, maxLength: 6 }),
        fc.array(fc.boolean(), { maxLength: 12 }),
        (strokes, steps) => {
          const document = new LabelDocument(ref, { width, height }, () => undefined);
          const states = [{ classes: document.classes.slice(), particle: pixelsOf(document, 1) }];
          strokes.forEach(({ protect: rules, dabs }, i) => {
            document.protect = rules;
            document.begin(`Edit ${i % 2}`);
            for (const { box: at, value } of dabs) {
              document.paintClass(spansOf(at), value);
              document.paintInstance(1, spansOf(at), value > 1 ? 'add' : 'erase');
            }
            if (document.end() !== null)
              states.push({ classes: document.classes.slice(), particle: pixelsOf(document, 1) });
          });
          let at = states.length - 1;
          for (const back of steps) {
            const went = back ? document.stepBack(null) : document.stepForth(null);
            expect(went).toBe(back ? at > 0 : at < states.length - 1);
            if (went) at += back ? -1 : 1;
            expect(differing(document.classes, states[at].classes)).toBe(0);
            expect(differing(pixelsOf(document, 1), states[at].particle)).toBe(0);
          }
          expect(document.stepBack('never made')).toBe(false);
          const full = encodeClassTile(new Uint8Array(512 * height).fill(9));
          document.adopt({ tiles: [{ tile: 0, bytes: full! }], instances: [], removed: [], nextId: 1 });
          expect(document.stepBack(null)).toBe(false);
          expect(document.stepForth(null)).toBe(false);
        },
      ),
      { numRuns: 30 },
    );
  });

  it('go on upon what comes from outside while they are under way', () => {
    fc.assert(
      fc.property(stroke, box, fc.boolean(), (mine, theirs, cancelled) => {
        const document = new LabelDocument(ref, { width, height }, () => undefined);
        document.begin('Paint');
        for (const { box: at, value } of mine.dabs) document.paintClass(spansOf(at), value);
        const painted = document.classes.slice();
        // another window painted class 9; only the left tile is told
        const news = new Uint8Array(width * height);
        paintPlainly(news, theirs, 9, { mode: 'all', never: [] });
        const tile = new Uint8Array(512 * height);
        for (let y = 0; y < height; y++) tile.set(news.subarray(y * width, y * width + 512), y * 512);
        document.adopt({
          tiles: [{ tile: 0, bytes: encodeClassTile(tile) ?? new Uint8Array(0) }],
          instances: [],
          removed: [],
          nextId: 1,
        });
        const expected = new Uint8Array(width * height);
        for (let i = 0; i < expected.length; i++) {
          const theirValue = i % width < 512 ? news[i] : 0;
          expected[i] = !cancelled && painted[i] !== 0 ? painted[i] : theirValue;
        }
        if (cancelled) document.cancel();
        else document.end();
        expect(differing(document.classes, expected)).toBe(0);
      }),
      { numRuns: 40 },
    );
  });
});

describe('LabelDocument particles', () => {
  const dab = fc.record({ box, how: fc.constantFrom('add' as const, 'erase' as const) });

  it('are painted on their own, whatever lies below them', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.record({
            target: fc.nat(3),
            dabs: fc.array(dab, { minLength: 1, maxLength: 3 }),
            cancelled: fc.boolean(),
          }),
          {
            maxLength: 8,
          },
        ),
        (strokes) => {
          const document = new LabelDocument(ref, { width, height }, () => undefined);
          const plain = [1, 2, 3, 4].map(() => new Uint8Array(width * height));
          for (const { target, dabs, cancelled } of strokes) {
            const before = plain[target].slice();
            document.begin('Paint');
            for (const { box: at, how } of dabs) {
              document.paintInstance(target + 1, spansOf(at), how, 2);
              paintPlainly(plain[target], at, how === 'add' ? 1 : 0, { mode: 'all', never: [] });
            }
            if (cancelled) {
              document.cancel();
              plain[target] = before;
            } else {
              const edit = document.end();
              const same = differing(before, plain[target]) === 0;
              const there = plain[target].includes(1);
              expect(edit?.changed.map(({ id }) => id) ?? []).toEqual(!same && there ? [target + 1] : []);
              expect(edit?.removed ?? []).toEqual(!same && !there ? [target + 1] : []);
            }
            plain.forEach((plane, i) => {
              expect(differing(pixelsOf(document, i + 1), plane)).toBe(0);
              expect(document.instances.get(i + 1)?.area ?? 0).toBe(differing(plane, new Uint8Array(width * height)));
            });
            const { x, y } = dabs[0].box;
            const holding = plain.flatMap((plane, i) =>
              x >= 0 && y >= 0 && x < width && y < height && plane[y * width + x] === 1 ? [i + 1] : [],
            );
            expect(document.instancesAt(x, y).map(({ id }) => id)).toEqual(holding.reverse());
          }
        },
      ),
      { numRuns: 40 },
    );
  });

  it('do not grow over protected ones', () => {
    const document = new LabelDocument(ref, { width, height }, () => undefined);
    const first = document.instanceFrom(document.newId(), rectangle(10, 10, 20, 20), 1);
    const second = document.instanceFrom(document.newId(), rectangle(60, 10, 20, 20), 2);
    document.setInstances('Import', [first!, second!], []);
    document.protect = { mode: 'classes', never: [2] };
    document.begin('Paint');
    const id = document.paintInstance('new', rectangle(0, 15, 100, 5), 'add', 1);
    document.end();
    expect(id).toBe(3);
    expect(document.instances.get(3)?.area).toBe(500 - 5 * 20);
    document.protect = { mode: 'unlabelled', never: [] };
    document.begin('Paint');
    document.paintInstance('new', rectangle(0, 15, 100, 6), 'add', 1);
    const edit = document.end();
    expect(edit?.changed.map(({ area }) => area)).toEqual([100 - 40]);
  });

  it('change whole in one edit', () => {
    const titles: string[] = [];
    const document = new LabelDocument(ref, { width, height }, (title) => titles.push(title));
    const ids = [document.newId(), document.newId()];
    const made = ids.map((id, i) => document.instanceFrom(id, rectangle(i * 100, 0, 50, 50), 1)!);
    document.setInstances('Import', made, []);
    const merged = document.instanceFrom(ids[0], rectangle(0, 0, 150, 50), 1)!;
    expect(document.setInstances('Merge particles', [merged], [ids[1]])).toEqual({
      classes: [],
      changed: [merged],
      removed: [ids[1]],
    });
    expect([...document.instances.keys()]).toEqual([ids[0]]);
    expect(document.setInstances('Merge particles', [merged], [])).toBeNull();
    expect(titles).toEqual(['Import', 'Merge particles']);
  });
});
