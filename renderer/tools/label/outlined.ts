import type { Place } from '../../state/annotations.ts';
import { apart } from '../geometry.ts';
import {
  type Effect,
  nothing,
  type PointerInput,
  type Sketch,
  type ToolKey,
  type ToolScene,
  type ToolStep,
  tool,
} from '../tool.ts';

// Shapes that grow click by click: the polygon with straight sides, and the wire whose sides follow edges.

type State =
  | { readonly kind: 'resting' }
  | {
      readonly kind: 'outlining';
      /** The clicked points. */
      readonly corners: readonly Place[];
      /** Side k goes from corner k to corner k + 1, both included. */
      readonly sides: readonly (readonly Place[])[];
      /** From the last corner to the pointer. */
      readonly loose: readonly Place[];
      readonly erase: boolean;
      /** The button is down: where the next corner comes when it is let go. */
      readonly pressed: Place | null;
    };

const resting: State = { kind: 'resting' };
type Outlining = Extract<State, { kind: 'outlining' }>;

/** How two clicked points are joined. */
type Join = (from: Place, to: Place, scene: ToolScene) => readonly Place[];
const straight: Join = (from, to) => [from, to];
const alongEdges: Join = (from, to, scene) => scene.labels?.edgePath(from, to) ?? [from, to];

/** All points of the outline in order, the last side back to the start included. */
function outlineOf(state: Outlining, scene: ToolScene, join: Join): readonly Place[] {
  const closing = join(state.corners[state.corners.length - 1], state.corners[0], scene);
  return [...state.sides, closing].flatMap((side) => side.slice(0, -1));
}

function finish(state: State, scene: ToolScene, join: Join): ToolStep<State> | null {
  if (state.kind !== 'outlining') return null;
  const points = outlineOf(state, scene, join);
  // too little to mean a shape: what was begun stays as it is
  if (points.length < 3) return { state, effects: nothing };
  const shape: Effect = {
    kind: 'labels',
    deed: { kind: 'shape', shape: { kind: 'polygon', points }, erase: state.erase },
  };
  return { state: resting, effects: [shape] };
}

function back(state: State): ToolStep<State> | null {
  if (state.kind !== 'outlining') return null;
  if (state.corners.length === 1) return { state: resting, effects: nothing };
  return {
    state: { ...state, corners: state.corners.slice(0, -1), sides: state.sides.slice(0, -1), loose: [], pressed: null },
    effects: nothing,
  };
}

function release(state: Outlining, input: PointerInput, scene: ToolScene, join: Join): ToolStep<State> {
  const at = state.pressed ?? input.at;
  const { corners } = state;
  const last = corners[corners.length - 1];
  if (corners.length > 2 && apart(at, corners[0]) <= input.reach * 1.5) {
    return finish(state, scene, join) ?? { state, effects: nothing };
  }
  if (apart(at, last) < Math.min(1, input.reach)) return { state: { ...state, pressed: null }, effects: nothing };
  return {
    state: {
      ...state,
      corners: [...corners, at],
      sides: [...state.sides, join(last, at, scene)],
      loose: [],
      pressed: null,
    },
    effects: nothing,
  };
}

function outlining(join: Join) {
  return (state: State, input: PointerInput, scene: ToolScene): ToolStep<State> => {
    if (scene.labels === null) return { state: resting, effects: nothing };
    switch (input.kind) {
      case 'down':
        if (state.kind === 'outlining') return { state: { ...state, pressed: input.at }, effects: nothing };
        if (input.mod) {
          return { state, effects: [{ kind: 'labels', deed: { kind: 'pick class', at: input.at } }] };
        }
        return {
          state: {
            kind: 'outlining',
            corners: [input.at],
            sides: [],
            loose: [],
            erase: input.alt || input.erase,
            pressed: null,
          },
          effects: nothing,
        };
      case 'move': {
        if (state.kind !== 'outlining') return { state, effects: nothing };
        const last = state.corners[state.corners.length - 1];
        return { state: { ...state, loose: join(last, input.at, scene) }, effects: nothing };
      }
      case 'up':
        if (state.kind !== 'outlining' || state.pressed === null) return { state, effects: nothing };
        return release(state, input, scene, join);
      case 'double':
        return finish(state, scene, join) ?? { state, effects: nothing };
      case 'cancel':
        return { state: resting, effects: nothing };
      case 'leave':
        return { state: state.kind === 'outlining' ? { ...state, loose: [] } : state, effects: nothing };
    }
  };
}

function keys(join: Join) {
  return (state: State, key: ToolKey, scene: ToolScene): ToolStep<State> | null => {
    if (key.kind === 'finish') return finish(state, scene, join);
    return key.kind === 'back' ? back(state) : null;
  };
}

function sketch(state: State): Sketch | null {
  if (state.kind !== 'outlining') return null;
  return { kind: 'path', set: state.sides.flat(), loose: state.loose, handles: state.corners };
}

const common = {
  initial: resting,
  busy: (state: State) => state.kind === 'outlining',
  sketch,
  cursor: () => 'crosshair',
};

export const polygonTool = tool<State>({
  ...common,
  id: 'label-polygon',
  clicks: true,
  title: 'Polygon',
  help: 'Click the corners; Enter, a double-click or the first corner closes it. Backspace takes the last corner back, Escape all.',
  shortcut: 'N',
  on: outlining(straight),
  key: keys(straight),
});

export const wireTool = tool<State>({
  ...common,
  id: 'label-wire',
  clicks: true,
  title: 'Live wire',
  help: 'Click along a boundary: the line snaps to edges between the clicks. Enter closes, Backspace takes the last piece back.',
  shortcut: 'U',
  on: outlining(alongEdges),
  key: keys(alongEdges),
});
