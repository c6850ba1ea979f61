import type { Place } from '../state/annotations.ts';
import { apart, boxOf } from './geometry.ts';
import { type Effect, nothing, type PointerInput, type Sketch, type ToolScene, type ToolStep, tool } from './tool.ts';

type State =
  | { readonly kind: 'resting' }
  /** The button is down and the pointer has not moved away yet. */
  | { readonly kind: 'pressed'; readonly from: Place; readonly id: number }
  | { readonly kind: 'panning' }
  | { readonly kind: 'framing'; readonly points: readonly Place[] };

const resting: State = { kind: 'resting' };

const changeOf = (input: PointerInput) => (input.mod ? 'toggle' : input.shift ? 'add' : 'replace');

/** How a drag grows: a box between two corners, or a line that follows the pointer. */
type Grow = (points: readonly Place[], at: Place, reach: number) => readonly Place[];

const growBox: Grow = (points, at) => [points[0], at];
const growLasso: Grow = (points, at, reach) =>
  apart(points[points.length - 1], at) < reach / 3 ? points : [...points, at];

function press(state: State, input: PointerInput, scene: ToolScene, grow: Grow): ToolStep<State> {
  switch (input.kind) {
    case 'down':
      return { state: { kind: 'pressed', from: input.at, id: scene.idAt(input.at) }, effects: nothing };
    case 'double':
      return { state: resting, effects: [{ kind: 'centre', at: input.at, id: scene.idAt(input.at) }] };
    case 'move':
      return drag(state, input, scene, grow);
    case 'up':
      return { state: resting, effects: release(state, input) };
    case 'leave':
      return { state, effects: [{ kind: 'hover', id: 0 }] };
    case 'cancel':
      return { state: resting, effects: nothing };
  }
}

function drag(state: State, input: PointerInput, scene: ToolScene, grow: Grow): ToolStep<State> {
  switch (state.kind) {
    case 'resting':
      return { state, effects: [{ kind: 'hover', id: scene.idAt(input.at) }] };
    case 'pressed': {
      if (apart(state.from, input.at) < input.reach * 0.6) return { state, effects: nothing };
      if (!scene.hasParticles) {
        return { state: { kind: 'panning' }, effects: [{ kind: 'pan', dx: input.dx, dy: input.dy }] };
      }
      return {
        state: { kind: 'framing', points: grow([state.from], input.at, input.reach) },
        effects: [{ kind: 'hover', id: 0 }],
      };
    }
    case 'panning':
      return { state, effects: [{ kind: 'pan', dx: input.dx, dy: input.dy }] };
    case 'framing':
      return { state: { ...state, points: grow(state.points, input.at, input.reach) }, effects: nothing };
  }
}

function release(state: State, input: PointerInput): readonly Effect[] {
  const change = changeOf(input);
  if (state.kind === 'pressed') {
    if (state.id === 0 && change !== 'replace') return nothing;
    return [{ kind: 'select', ids: state.id === 0 ? [] : [state.id], change }];
  }
  if (state.kind !== 'framing') return nothing;
  const polygon = outline(state.points);
  return polygon.length < 3 ? nothing : [{ kind: 'select inside', polygon, change }];
}

const outline = (points: readonly Place[]) => (points.length === 2 ? boxOf(points[0], points[1]) : points);

const sketch = (state: State): Sketch | null =>
  state.kind === 'framing' ? { kind: 'polygon', points: outline(state.points) } : null;

/** The resting tool: a click chooses a particle, a drag all in a box (or moves the image while there are no particles). */
export const selectTool = tool<State>({
  id: 'select',
  title: 'Select',
  help: 'Click a particle, or drag a box around several. Shift adds, Ctrl toggles; double-click centres.',
  shortcut: 'V',
  initial: resting,
  on: (state, input, scene) => press(state, input, scene, growBox),
  sketch,
  cursor: (state) => (state.kind === 'panning' ? 'grabbing' : 'default'),
});

/** Chooses all particles whose centre lies in a shape drawn by hand. */
export const lassoTool = tool<State>({
  id: 'lasso',
  title: 'Lasso',
  help: 'Draw around particles to select them. Shift adds, Ctrl toggles.',
  shortcut: 'L',
  initial: resting,
  on: (state, input, scene) => press(state, input, scene, growLasso),
  sketch,
  cursor: () => 'crosshair',
});
