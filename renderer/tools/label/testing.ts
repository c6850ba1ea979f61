import type { Place } from '../../state/annotations.ts';
import type { AnyTool, PointerInput, ToolKey, ToolMachine, ToolScene } from '../tool.ts';
import type { LabelDeed } from './deed.ts';
import type { LabelScene } from './label-scene.ts';

// What the tests of labelling tools play with.

export const labels: LabelScene = {
  layer: 'classes',
  radius: 10,
  pressure: false,
  selected: [],
  // particle 1 covers x < 30, particle 2 lies on it at x < 10, particle 3 is at x > 60
  particlesAt: ({ x }) => (x < 10 ? [2, 1] : x < 30 ? [1] : x > 60 ? [3] : []),
  edgePath: (from, to) => [from, { x: from.x, y: to.y }, to],
};
export const scene: ToolScene = {
  width: 100,
  height: 80,
  distances: [],
  bar: null,
  region: null,
  hasParticles: false,
  idAt: () => 0,
  labels,
};

export const input = (
  kind: PointerInput['kind'],
  x: number,
  y: number,
  more: Partial<PointerInput> = {},
): PointerInput => ({
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
  trail: [{ x, y, pressure: more.pressure ?? 1 }],
  ...more,
});

export const deedsOf = (effects: ReturnType<ToolMachine['on']>): LabelDeed[] =>
  effects.flatMap((effect) => (effect.kind === 'labels' ? [effect.deed] : []));
export const play = (machine: ToolMachine, inputs: readonly PointerInput[], on: ToolScene = scene): LabelDeed[] =>
  inputs.flatMap((one) => deedsOf(machine.on(one, on)));
export const press = (machine: ToolMachine, key: ToolKey, on: ToolScene = scene): LabelDeed[] | null => {
  const effects = machine.key(key, on);
  return effects === null ? null : deedsOf(effects);
};
export const drag = (tool: AnyTool, from: Place, to: Place, more: Partial<PointerInput> = {}) =>
  play(tool.start(), [
    input('down', from.x, from.y, more),
    input('move', (from.x + to.x) / 2, (from.y + to.y) / 2, more),
    input('move', to.x, to.y, more),
    input('up', to.x, to.y, more),
  ]);
