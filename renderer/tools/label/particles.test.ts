import { describe, expect, it } from 'vitest';
import { adoptTool, cutTool, joinTool, labelSelectTool } from './particles.ts';
import { drag, input, labels, play, scene } from './testing.ts';

describe('tools for whole particles', () => {
  it('choose the topmost, then what it covers', () => {
    const click = (selected: readonly number[], more = {}) =>
      play(labelSelectTool.start(), [input('down', 5, 5), input('up', 5, 5, more)], {
        ...scene,
        labels: { ...labels, selected },
      });
    expect(click([])).toEqual([{ kind: 'choose', ids: [2], change: 'replace' }]);
    expect(click([2])).toEqual([{ kind: 'choose', ids: [1], change: 'replace' }]);
    expect(click([1])).toEqual([{ kind: 'choose', ids: [2], change: 'replace' }]);
    expect(click([1], { shift: true })).toEqual([{ kind: 'choose', ids: [2], change: 'add' }]);
  });

  it('choose nothing on the ground, and keep what is chosen with Shift', () => {
    const click = (more = {}) => play(labelSelectTool.start(), [input('down', 45, 5), input('up', 45, 5, more)]);
    expect(click()).toEqual([{ kind: 'choose', ids: [], change: 'replace' }]);
    expect(click({ shift: true })).toEqual([]);
  });

  it('frame several', () => {
    expect(drag(labelSelectTool, { x: 1, y: 1 }, { x: 70, y: 50 }).at(-1)).toMatchObject({
      kind: 'choose inside',
      change: 'replace',
    });
  });

  it('cut along the drawn line and not by a click', () => {
    expect(drag(cutTool, { x: 5, y: 5 }, { x: 50, y: 60 })).toEqual([
      {
        kind: 'cut',
        line: [
          { x: 5, y: 5 },
          { x: 27.5, y: 32.5 },
          { x: 50, y: 60 },
        ],
      },
    ]);
    expect(play(cutTool.start(), [input('down', 5, 5), input('up', 5, 5)])).toEqual([]);
  });

  it('merge what is dragged over, the first first, and never one alone', () => {
    expect(drag(joinTool, { x: 20, y: 5 }, { x: 70, y: 5 })).toEqual([{ kind: 'join', ids: [1, 3] }]);
    expect(drag(joinTool, { x: 20, y: 5 }, { x: 45, y: 5 })).toEqual([]);
  });

  it('take from the prediction on a click', () => {
    const deeds = play(adoptTool.start(), [input('move', 5, 5), input('down', 5, 5), input('up', 5, 5)]);
    expect(deeds.at(-1)).toEqual({ kind: 'adopt', at: { x: 5, y: 5 }, phase: 'take' });
  });
});
