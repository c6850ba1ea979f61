import type { Place } from '../../state/annotations.ts';
import { apart } from '../geometry.ts';
import { type Effect, nothing, type PointerInput, type Sketch, type ToolScene, type ToolStep, tool } from '../tool.ts';
import type { LabelShape } from './deed.ts';

// Shapes that one drag draws: freehand lasso, rectangle, ellipse.

type State =
  | { readonly kind: 'resting' }
  | { readonly kind: 'drawing'; readonly points: readonly Place[]; readonly erase: boolean };

const resting: State = { kind: 'resting' };

/** How a drag goes on. */
type Grow = (points: readonly Place[], input: PointerInput) => readonly Place[];

const growLasso: Grow = (points, { trail, reach }) => {
  const next = [...points];
  for (const at of trail) if (apart(next[next.length - 1], at) >= reach / 6) next.push({ x: at.x, y: at.y });
  return next;
};

/** Shift makes both sides equal. */
const growBox: Grow = (points, { at, shift }) => {
  const [a] = points;
  if (!shift) return [a, at];
  const side = Math.max(Math.abs(at.x - a.x), Math.abs(at.y - a.y));
  return [a, { x: a.x + Math.sign(at.x - a.x) * side, y: a.y + Math.sign(at.y - a.y) * side }];
};

/** Null while the drag is too short to mean a shape: a stray click draws nothing. */
type Shape = (points: readonly Place[], reach: number) => LabelShape | null;

const lasso: Shape = (points) => (points.length < 3 ? null : { kind: 'polygon', points });
const box =
  (kind: 'rectangle' | 'ellipse'): Shape =>
  ([a, b], reach) =>
    b === undefined || Math.min(Math.abs(a.x - b.x), Math.abs(a.y - b.y)) < Math.min(1, reach) ? null : { kind, a, b };

function drawing(grow: Grow, shapeOf: Shape) {
  return (state: State, input: PointerInput, scene: ToolScene): ToolStep<State> => {
    if (scene.labels === null) return { state: resting, effects: nothing };
    switch (input.kind) {
      case 'down': {
        if (!input.mod) {
          const erase = input.alt || input.erase;
          return { state: { kind: 'drawing', points: [input.at], erase }, effects: nothing };
        }
        const pick: Effect = { kind: 'labels', deed: { kind: 'pick class', at: input.at } };
        return { state: resting, effects: [pick] };
      }
      case 'move':
        if (state.kind !== 'drawing') return { state, effects: nothing };
        return { state: { ...state, points: grow(state.points, input) }, effects: nothing };
      case 'up': {
        const shape = state.kind === 'drawing' ? shapeOf(state.points, input.reach) : null;
        if (state.kind !== 'drawing' || shape === null) return { state: resting, effects: nothing };
        const fill: Effect = { kind: 'labels', deed: { kind: 'shape', shape, erase: state.erase } };
        return { state: resting, effects: [fill] };
      }
      case 'cancel':
        return { state: resting, effects: nothing };
      case 'double':
      case 'leave':
        return { state, effects: nothing };
    }
  };
}

const common = {
  initial: resting,
  busy: (state: State) => state.kind === 'drawing',
  cursor: () => 'crosshair',
};

const corners = ([a, b]: readonly Place[]): readonly Place[] => [a, { x: b.x, y: a.y }, b, { x: a.x, y: b.y }];

function sketchBy(draw: (points: readonly Place[]) => Sketch) {
  return (state: State): Sketch | null =>
    state.kind === 'drawing' && state.points.length > 1 ? draw(state.points) : null;
}

export const labelLassoTool = tool<State>({
  ...common,
  id: 'label-lasso',
  title: 'Freehand',
  help: 'Draw around a region; letting go closes and fills it. Alt takes it away.',
  shortcut: 'L',
  on: drawing(growLasso, lasso),
  sketch: sketchBy((points) => ({ kind: 'polygon', points })),
});

export const rectangleTool = tool<State>({
  ...common,
  id: 'label-rectangle',
  title: 'Rectangle',
  help: 'Drag from corner to corner. Shift makes a square, Alt takes it away.',
  shortcut: 'R',
  on: drawing(growBox, box('rectangle')),
  sketch: sketchBy((points) => ({ kind: 'polygon', points: corners(points) })),
});

export const ellipseTool = tool<State>({
  ...common,
  id: 'label-ellipse',
  title: 'Ellipse',
  help: 'Drag from corner to corner of its box. Shift makes a circle, Alt takes it away.',
  shortcut: 'Shift+R',
  on: drawing(growBox, box('ellipse')),
  sketch: sketchBy(([a, b]) => ({ kind: 'ellipse', a, b })),
});
