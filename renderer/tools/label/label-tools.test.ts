import { describe, expect, it } from 'vitest';
import type { Place } from '../../state/annotations.ts';
import type { PointerInput } from '../tool.ts';
import { brushTool, eraserTool, limitedBrushTool } from './brush.ts';
import { ellipseTool, labelLassoTool, rectangleTool } from './drawn.ts';
import { fillTool } from './fill.ts';
import { labelTools } from './list.ts';
import { polygonTool, wireTool } from './outlined.ts';
import { deedsOf, drag, input, labels, play, press, scene } from './testing.ts';
import { edgeWandTool, wandTool } from './wand.ts';

describe('brush', () => {
  it('paints from down to up, every place between the frames of the screen included', () => {
    const trail = [
      { x: 12, y: 10, pressure: 1 },
      { x: 15, y: 11, pressure: 1 },
    ];
    const deeds = play(brushTool.start(), [
      input('down', 10, 10),
      input('move', 15, 11, { trail }),
      input('up', 15, 11),
    ]);
    expect(deeds).toEqual([
      { kind: 'stroke', phase: 'start', erase: false, limited: false, dabs: [{ x: 10, y: 10, radius: 10 }] },
      {
        kind: 'stroke',
        phase: 'go',
        erase: false,
        limited: false,
        dabs: [
          { x: 12, y: 10, radius: 10 },
          { x: 15, y: 11, radius: 10 },
        ],
      },
      { kind: 'stroke', phase: 'end', erase: false, limited: false, dabs: [] },
    ]);
  });

  it('goes straight on from the last stroke with Shift', () => {
    const machine = brushTool.start();
    play(machine, [input('down', 10, 10), input('up', 10, 10)]);
    expect(play(machine, [input('down', 50, 40, { shift: true })])).toMatchObject([
      {
        phase: 'start',
        dabs: [
          { x: 10, y: 10 },
          { x: 50, y: 40 },
        ],
      },
    ]);
  });

  it('erases with Alt, with a pen’s other end, and as the eraser; the threshold brush says that it is limited', () => {
    expect(play(brushTool.start(), [input('down', 1, 1, { alt: true })])).toMatchObject([{ erase: true }]);
    expect(play(brushTool.start(), [input('down', 1, 1, { erase: true })])).toMatchObject([{ erase: true }]);
    expect(play(eraserTool.start(), [input('down', 1, 1)])).toMatchObject([{ erase: true }]);
    expect(play(limitedBrushTool.start(), [input('down', 1, 1)])).toMatchObject([{ limited: true, erase: false }]);
  });

  it('is as wide as a pen presses, where that is wished', () => {
    const felt = { ...scene, labels: { ...labels, pressure: true } };
    const at = (pressure: number) => play(brushTool.start(), [input('down', 1, 1, { pressure })], felt);
    expect(at(1)).toMatchObject([{ dabs: [{ radius: 10 }] }]);
    const [light] = at(0);
    expect(light.kind === 'stroke' && light.dabs[0].radius).toBeGreaterThan(0);
    expect(light.kind === 'stroke' && light.dabs[0].radius).toBeLessThan(3);
    expect(play(brushTool.start(), [input('down', 1, 1, { pressure: 0.2 })])).toMatchObject([
      { dabs: [{ radius: 10 }] },
    ]);
  });

  it('takes the stroke back on cancel and never paints without a button', () => {
    const machine = brushTool.start();
    expect(play(machine, [input('move', 5, 5), input('up', 5, 5)])).toEqual([]);
    play(machine, [input('down', 10, 10)]);
    expect(machine.busy()).toBe(true);
    expect(play(machine, [input('cancel', 20, 20)])).toMatchObject([{ phase: 'cancel' }]);
    expect(machine.busy()).toBe(false);
    expect(play(machine, [input('up', 20, 20)])).toEqual([]);
  });

  it('picks the class with Ctrl and changes its size by the wheel', () => {
    const machine = brushTool.start();
    expect(play(machine, [input('down', 5, 6, { mod: true }), input('up', 5, 6)])).toEqual([
      { kind: 'pick class', at: { x: 5, y: 6 } },
    ]);
    expect(press(machine, { kind: 'turn', notches: 2 })).toEqual([{ kind: 'turn', what: 'size', notches: 2 }]);
  });
});

describe('fill', () => {
  it('acts when the button is let go, not when it goes down', () => {
    const machine = fillTool.start();
    expect(play(machine, [input('down', 5, 6)])).toEqual([]);
    expect(play(machine, [input('up', 5, 6)])).toEqual([{ kind: 'fill', at: { x: 5, y: 6 }, erase: false }]);
    expect(play(machine, [input('down', 5, 6), input('cancel', 5, 6), input('up', 5, 6)])).toEqual([]);
  });
});

describe('shapes of one drag', () => {
  const a = { x: 10, y: 10 };
  const b = { x: 40, y: 30 };
  it('keep corners, squares with Shift', () => {
    expect(drag(rectangleTool, a, b)).toEqual([{ kind: 'shape', shape: { kind: 'rectangle', a, b }, erase: false }]);
    expect(drag(ellipseTool, a, b, { shift: true, alt: true })).toEqual([
      { kind: 'shape', shape: { kind: 'ellipse', a, b: { x: 40, y: 40 } }, erase: true },
    ]);
  });

  it('follow the pointer with the lasso', () => {
    expect(drag(labelLassoTool, a, b)).toMatchObject([
      { shape: { kind: 'polygon', points: [a, { x: 25, y: 20 }, b] } },
    ]);
  });

  it('make nothing of a click', () => {
    for (const tool of [labelLassoTool, rectangleTool, ellipseTool]) {
      expect(play(tool.start(), [input('down', 5, 5), input('up', 5, 5)])).toEqual([]);
    }
  });
});

describe.each([
  ['polygon', polygonTool, (corners: readonly Place[]) => corners],
  [
    'wire',
    wireTool,
    // each side goes by the place that the path along edges takes
    (corners: readonly Place[]) => corners.flatMap((c, i) => [c, { x: c.x, y: corners[(i + 1) % corners.length].y }]),
  ],
] as const)('%s', (_, tool, outline) => {
  const corners = [
    { x: 10, y: 10 },
    { x: 40, y: 12 },
    { x: 30, y: 50 },
    { x: 8, y: 45 },
  ];
  const clicks = (places: readonly Place[]) =>
    places.flatMap(({ x, y }) => [input('move', x, y), input('down', x, y), input('up', x, y)]);
  const shape = (places: readonly Place[]) => [
    { kind: 'shape', shape: { kind: 'polygon', points: outline(places) }, erase: false },
  ];

  it('closes by Enter, by the first corner and by a double-click', () => {
    const byKey = tool.start();
    play(byKey, clicks(corners));
    expect(press(byKey, { kind: 'finish' })).toEqual(shape(corners));
    expect(byKey.busy()).toBe(false);
    expect(play(tool.start(), clicks([...corners, { x: 10.5, y: 10.5 }]))).toEqual(shape(corners));
    const last = corners[3];
    expect(play(tool.start(), [...clicks([...corners, last]), input('double', last.x, last.y)])).toEqual(
      shape(corners),
    );
  });

  it('takes the last corner back by Backspace, to the very first', () => {
    const machine = tool.start();
    play(machine, clicks(corners));
    expect(press(machine, { kind: 'back' })).toEqual([]);
    expect(press(machine, { kind: 'finish' })).toEqual(shape(corners.slice(0, 3)));
    play(machine, clicks(corners.slice(0, 1)));
    expect(press(machine, { kind: 'back' })).toEqual([]);
    expect(machine.busy()).toBe(false);
    expect(press(machine, { kind: 'back' })).toBeNull();
    expect(press(machine, { kind: 'finish' })).toBeNull();
  });

  it('goes away whole on Escape, and shows what is set and what is loose meanwhile', () => {
    const machine = tool.start();
    play(machine, [...clicks(corners.slice(0, 2)), input('move', 50, 50)]);
    expect(machine.sketch()).toMatchObject({ kind: 'path', handles: corners.slice(0, 2) });
    play(machine, [input('cancel', 0, 0)]);
    expect(machine.sketch()).toBeNull();
    expect(press(machine, { kind: 'finish' })).toBeNull();
  });
});

describe('wand', () => {
  it('shows before it takes, takes more by a drag to the right and less to the left', () => {
    const deeds = play(wandTool.start(), [
      input('move', 10, 10),
      input('down', 10, 10),
      input('move', 40, 10),
      input('up', 40, 10),
    ]);
    expect(deeds.map((d) => d.kind === 'region' && d.phase)).toEqual(['show', 'show', 'show', 'take']);
    expect(deeds[3]).toMatchObject({ by: 'value', at: { x: 10, y: 10 } });
    expect(deeds[3].kind === 'region' && deeds[3].stretch).toBeGreaterThan(1.5);
    const less = drag(edgeWandTool, { x: 50, y: 50 }, { x: 20, y: 50 }).at(-1);
    expect(less).toMatchObject({ by: 'edge', phase: 'take' });
    expect(less?.kind === 'region' && less.stretch).toBeLessThan(0.7);
  });

  it('takes what is set on a plain click, and its preview goes with the pointer', () => {
    expect(drag(wandTool, { x: 50, y: 50 }, { x: 50.5, y: 50 }).at(-1)).toMatchObject({ phase: 'take', stretch: 1 });
    expect(play(wandTool.start(), [input('move', 5, 5), input('leave', 5, 5)]).at(-1)).toMatchObject({
      phase: 'cancel',
    });
  });
});

describe('every labelling tool', () => {
  it('has its own id and key', () => {
    expect(new Set(labelTools.map((t) => t.id)).size).toBe(labelTools.length);
    expect(new Set(labelTools.map((t) => t.shortcut)).size).toBe(labelTools.length);
  });

  it.each(labelTools.map((t) => [t.id, t] as const))('%s changes nothing without labels', (_, one) => {
    const machine = one.start();
    const kinds: PointerInput['kind'][] = ['move', 'down', 'move', 'up', 'double', 'leave', 'cancel'];
    for (const [i, kind] of kinds.entries()) {
      expect(machine.on(input(kind, i * 7, i * 5), { ...scene, labels: null })).toEqual([]);
    }
  });

  it.each(labelTools.map((t) => [t.id, t] as const))('%s rests after a cancel, whatever went before', (_, one) => {
    const machine = one.start();
    const kinds: PointerInput['kind'][] = ['up', 'down', 'leave', 'double', 'move', 'up', 'up', 'down', 'move'];
    for (const [i, kind] of kinds.entries()) machine.on(input(kind, i * 9, i * 7), scene);
    machine.on(input('cancel', 0, 0), scene);
    expect(machine.busy()).toBe(false);
    expect(machine.sketch()).toBeNull();
    const after = deedsOf(machine.on(input('up', 5, 5), scene));
    expect(after.filter((deed) => deed.kind !== 'hover')).toEqual([]);
    expect(machine.cursor(scene, { x: 1, y: 1 }, 2)).not.toBe('');
  });
});
