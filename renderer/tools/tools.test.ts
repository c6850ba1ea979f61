import { describe, expect, it } from 'vitest';
import type { Distance } from '../state/annotations.ts';
import { distanceTool } from './distance.ts';
import { angleOf, fromStretch, isInside, snapAngle } from './geometry.ts';
import { tools } from './list.ts';
import { panTool } from './pan.ts';
import { scaleBarTool } from './scale-bar.ts';
import { lassoTool, selectTool } from './select.ts';
import { spectrumHand } from './spectrum-hand.ts';
import { spectrumRegionTool, squareBetween } from './spectrum-region.ts';
import type { Effect, PointerInput, ToolMachine, ToolScene } from './tool.ts';

const scene: ToolScene = {
  width: 100,
  height: 80,
  distances: [],
  bar: null,
  region: null,
  hasParticles: true,
  idAt: ({ x }) => (x < 50 ? 7 : 0),
  labels: null,
};

const input = (kind: PointerInput['kind'], x: number, y: number, more: Partial<PointerInput> = {}): PointerInput => ({
  kind,
  at: { x, y },
  dx: 0,
  dy: 0,
  shift: false,
  mod: false,
  alt: false,
  reach: 2,
  pressure: 1,
  erase: false,
  trail: [{ x, y, pressure: 1 }],
  ...more,
});

function play(machine: ToolMachine, inputs: PointerInput[], first: ToolScene = scene): Effect[] {
  let now = first;
  return inputs.flatMap((one) => {
    const effects = machine.on(one, now);
    for (const effect of effects) {
      if (effect.kind === 'distances') now = { ...now, distances: effect.list };
      if (effect.kind === 'bar') now = { ...now, bar: effect.bar };
      if (effect.kind === 'region') now = { ...now, region: effect.region };
    }
    return [...effects];
  });
}

describe('select', () => {
  it('chooses what lies under a click, adds with Shift, toggles with Ctrl, clears on the background', () => {
    const click = (x: number, more = {}) =>
      play(selectTool.start(), [input('down', x, 10), input('up', x, 10, more)]).filter((e) => e.kind === 'select');
    expect(click(10)).toEqual([{ kind: 'select', ids: [7], change: 'replace' }]);
    expect(click(10, { shift: true })).toEqual([{ kind: 'select', ids: [7], change: 'add' }]);
    expect(click(10, { mod: true })).toEqual([{ kind: 'select', ids: [7], change: 'toggle' }]);
    expect(click(60)).toEqual([{ kind: 'select', ids: [], change: 'replace' }]);
    expect(click(60, { shift: true })).toEqual([]);
  });

  it('frames a box with a drag and shows it meanwhile', () => {
    const machine = selectTool.start();
    machine.on(input('down', 10, 10), scene);
    machine.on(input('move', 10.5, 10.5), scene);
    expect(machine.sketch()).toBeNull();
    machine.on(input('move', 20, 30), scene);
    expect(machine.sketch()).toMatchObject({ kind: 'polygon' });
    const effects = machine.on(input('up', 20, 30, { shift: true }), scene);
    expect(effects).toEqual([
      {
        kind: 'select inside',
        change: 'add',
        polygon: [
          { x: 10, y: 10 },
          { x: 20, y: 10 },
          { x: 20, y: 30 },
          { x: 10, y: 30 },
        ],
      },
    ]);
    expect(machine.sketch()).toBeNull();
  });

  it('moves the image instead while there are no particles', () => {
    const bare = { ...scene, hasParticles: false };
    const effects = play(
      selectTool.start(),
      [input('down', 60, 10), input('move', 70, 10, { dx: 10, dy: 0 }), input('up', 70, 10)],
      bare,
    );
    expect(effects).toEqual([{ kind: 'pan', dx: 10, dy: 0 }]);
  });

  it('tells what is under the pointer, and nothing when the pointer leaves', () => {
    expect(play(selectTool.start(), [input('move', 10, 1), input('leave', 10, 1)])).toEqual([
      { kind: 'hover', id: 7 },
      { kind: 'hover', id: 0 },
    ]);
  });

  it('lets go on cancel', () => {
    const machine = selectTool.start();
    play(machine, [input('down', 10, 10), input('move', 40, 40), input('cancel', 40, 40)]);
    expect(machine.sketch()).toBeNull();
    expect(machine.on(input('up', 40, 40), scene)).toEqual([]);
  });
});

describe('lasso', () => {
  it('keeps the path and drops points closer than the eye can tell', () => {
    const [effect] = play(lassoTool.start(), [
      input('down', 60, 10),
      input('move', 70, 10),
      input('move', 70.1, 10.1),
      input('move', 70, 20),
      input('up', 70, 20),
    ]).filter((e) => e.kind === 'select inside');
    expect(effect).toMatchObject({
      polygon: [
        { x: 60, y: 10 },
        { x: 70, y: 10 },
        { x: 70, y: 20 },
      ],
    });
  });
});

describe('pan', () => {
  it('moves only while held', () => {
    const effects = play(panTool.start(), [
      input('move', 0, 0, { dx: 5 }),
      input('down', 0, 0),
      input('move', 0, 0, { dx: 5, dy: 2 }),
      input('up', 0, 0),
      input('move', 0, 0, { dx: 5 }),
    ]);
    expect(effects).toEqual([{ kind: 'pan', dx: 5, dy: 2 }]);
  });
});

describe('distance', () => {
  const drawn = (inputs: PointerInput[], distances: Distance[] = []) =>
    play(distanceTool.start(), inputs, { ...scene, distances }).findLast((e) => e.kind === 'distances');

  it('keeps a drawn line and chooses it', () => {
    const effect = drawn([input('down', 10, 10), input('move', 40, 50), input('up', 40, 50)]);
    expect(effect).toMatchObject({ list: [{ a: { x: 10, y: 10 }, b: { x: 40, y: 50 } }] });
    expect(effect?.kind === 'distances' && effect.chosen === effect.list[0].id).toBe(true);
  });

  it('makes nothing of a click, and lets the chosen line go', () => {
    expect(drawn([input('down', 10, 10), input('up', 10, 10)])).toMatchObject({ list: [], chosen: null });
  });

  it('holds multiples of 15 degrees with Shift', () => {
    const effect = drawn([input('down', 0, 0), input('move', 40, 3, { shift: true }), input('up', 40, 3)]);
    if (effect?.kind !== 'distances') throw new Error('no line');
    expect(effect.list[0].b.y).toBeCloseTo(0, 9);
    expect(effect.list[0].b.x).toBeCloseTo(Math.hypot(40, 3), 9);
  });

  const one: Distance = { id: 3, a: { x: 10, y: 10 }, b: { x: 50, y: 10 } };

  it('pulls an end', () => {
    expect(drawn([input('down', 51, 10), input('move', 60, 20), input('up', 60, 20)], [one])).toMatchObject({
      list: [{ id: 3, a: { x: 10, y: 10 }, b: { x: 60, y: 20 } }],
      chosen: 3,
    });
  });

  it('moves a line by its middle', () => {
    expect(drawn([input('down', 30, 10), input('move', 32, 15), input('up', 32, 15)], [one])).toMatchObject({
      list: [{ id: 3, a: { x: 12, y: 15 }, b: { x: 52, y: 15 } }],
    });
  });
});

describe('scale bar', () => {
  it('asks for the bar near a click', () => {
    expect(play(scaleBarTool.start(), [input('down', 20, 70), input('up', 20, 70)])).toEqual([
      { kind: 'find bar', at: { x: 20, y: 70 } },
    ]);
  });

  it('draws a bar on whole pixels with a drag, either way', () => {
    expect(
      play(scaleBarTool.start(), [input('down', 60.4, 70), input('move', 20.2, 72), input('up', 20.2, 72)]),
    ).toEqual([{ kind: 'bar', bar: { x: 20, y: 70, length: 40 } }]);
  });

  it('pulls either end and never turns a bar inside out', () => {
    const bar = { x: 20, y: 70, length: 40 };
    const pull = (from: number, to: number) =>
      play(scaleBarTool.start(), [input('down', from, 70), input('move', to, 70), input('up', to, 70)], {
        ...scene,
        bar,
      }).at(-1);
    expect(pull(60, 70.3)).toEqual({ kind: 'bar', bar: { x: 20, y: 70, length: 50 } });
    expect(pull(20, 10.6)).toEqual({ kind: 'bar', bar: { x: 11, y: 70, length: 49 } });
    expect(pull(60, 0)).toEqual({ kind: 'bar', bar: { x: 20, y: 70, length: 1 } });
    expect(pull(20, 99)).toEqual({ kind: 'bar', bar: { x: 59, y: 70, length: 1 } });
  });
});

describe('spectrum square', () => {
  it('stays square and inside the image in every direction', () => {
    const image = { width: 100, height: 80 };
    expect(squareBetween({ x: 10, y: 10 }, { x: 40, y: 30 }, image)).toEqual({ x: 10, y: 10, width: 30, height: 30 });
    expect(squareBetween({ x: 90, y: 70 }, { x: 20, y: 65 }, image)).toEqual({ x: 20, y: 0, width: 70, height: 70 });
    expect(squareBetween({ x: 50, y: 50 }, { x: 200, y: 60 }, image)).toEqual({ x: 50, y: 50, width: 30, height: 30 });
    expect(squareBetween({ x: 50, y: 50 }, { x: 55, y: 55 }, image)).toBeNull();
  });

  it('moves by whole pixels and stops at the edge', () => {
    const region = { x: 10, y: 10, width: 32, height: 32 };
    const effects = play(
      spectrumRegionTool.start(),
      [input('down', 20, 20), input('move', 20.3, 20), input('move', 25.2, 120), input('up', 25, 120)],
      { ...scene, region },
    );
    expect(effects).toEqual([{ kind: 'region', region: { x: 15, y: 48, width: 32, height: 32 } }]);
  });
});

describe('spectrum', () => {
  it('marks a spot on a click and moves on a drag', () => {
    expect(
      play(spectrumHand.start(), [input('down', 5, 5), input('move', 5, 5, { dx: 1 }), input('up', 5, 5)]),
    ).toEqual([{ kind: 'ring', at: { x: 5, y: 5 } }]);
    expect(
      play(spectrumHand.start(), [input('down', 5, 5), input('move', 9, 5, { dx: 4 }), input('up', 9, 5)]),
    ).toEqual([{ kind: 'pan', dx: 4, dy: 0 }]);
  });
});

describe('geometry', () => {
  it('measures angles counter-clockwise as they are seen', () => {
    expect(angleOf({ x: 0, y: 0 }, { x: 1, y: -1 })).toBeCloseTo(45, 9);
    expect(angleOf({ x: 0, y: 0 }, { x: -1, y: 0 })).toBeCloseTo(180, 9);
    expect(angleOf({ x: 0, y: 0 }, { x: 0, y: 2 })).toBeCloseTo(-90, 9);
  });

  it('knows the distance to a stretch beyond its ends', () => {
    expect(fromStretch({ x: 5, y: 3 }, { x: 0, y: 0 }, { x: 10, y: 0 })).toBe(3);
    expect(fromStretch({ x: 13, y: 4 }, { x: 0, y: 0 }, { x: 10, y: 0 })).toBe(5);
    expect(fromStretch({ x: 3, y: 4 }, { x: 0, y: 0 }, { x: 0, y: 0 })).toBe(5);
  });

  it('snaps the angle and keeps the length', () => {
    const b = snapAngle({ x: 0, y: 0 }, { x: 10, y: 11 });
    expect(b.x).toBeCloseTo(b.y, 9);
    expect(Math.hypot(b.x, b.y)).toBeCloseTo(Math.hypot(10, 11), 9);
  });

  it('tells inside from outside of a concave polygon', () => {
    const u = [
      { x: 0, y: 0 },
      { x: 10, y: 0 },
      { x: 10, y: 10 },
      { x: 7, y: 10 },
      { x: 7, y: 3 },
      { x: 3, y: 3 },
      { x: 3, y: 10 },
      { x: 0, y: 10 },
    ];
    expect(isInside(u, 1, 8)).toBe(true);
    expect(isInside(u, 5, 8)).toBe(false);
    expect(isInside(u, 5, 1)).toBe(true);
  });
});

describe('every tool', () => {
  it('has its own id and key', () => {
    expect(new Set(tools.map((t) => t.id)).size).toBe(tools.length);
    expect(new Set(tools.map((t) => t.shortcut)).size).toBe(tools.length);
  });

  it.each(tools.map((t) => [t.id, t] as const))(
    '%s rests after any cancel and survives inputs out of order',
    (_, one) => {
      const machine = one.start();
      const kinds: PointerInput['kind'][] = [
        'move',
        'up',
        'down',
        'leave',
        'double',
        'move',
        'up',
        'up',
        'down',
        'move',
      ];
      for (const [i, kind] of kinds.entries()) machine.on(input(kind, i * 7, i * 5), scene);
      machine.on(input('cancel', 0, 0), scene);
      expect(machine.sketch()).toBeNull();
      expect(machine.on(input('up', 5, 5), scene).filter((e) => e.kind !== 'hover')).toEqual([]);
      expect(machine.cursor(scene, { x: 1, y: 1 }, 2)).not.toBe('');
    },
  );
});
