import { type Distance, nextAnnotationId, type Place } from '../state/annotations.ts';
import { apart, fromStretch, snapAngle } from './geometry.ts';
import { type Effect, nothing, type PointerInput, type ToolScene, type ToolStep, tool } from './tool.ts';

type State =
  | { readonly kind: 'resting' }
  | { readonly kind: 'drawing'; readonly a: Place; readonly b: Place }
  /** One end follows the pointer, the other stays. */
  | { readonly kind: 'pulling'; readonly id: number; readonly end: 'a' | 'b' }
  | { readonly kind: 'moving'; readonly id: number; readonly last: Place };

const resting: State = { kind: 'resting' };

interface Hit {
  readonly distance: Distance;
  readonly part: 'a' | 'b' | 'line';
}

/** The end or line within reach, ends first, the newest first. */
function hit(list: readonly Distance[], at: Place, reach: number): Hit | null {
  for (const distance of list.toReversed()) {
    if (apart(at, distance.a) <= reach) return { distance, part: 'a' };
    if (apart(at, distance.b) <= reach) return { distance, part: 'b' };
  }
  const line = list.findLast((d) => fromStretch(at, d.a, d.b) <= reach * 0.7);
  return line === undefined ? null : { distance: line, part: 'line' };
}

const replaced = (scene: ToolScene, changed: Distance): Effect => ({
  kind: 'distances',
  list: scene.distances.map((d) => (d.id === changed.id ? changed : d)),
  chosen: changed.id,
});

function down(input: PointerInput, scene: ToolScene): ToolStep<State> {
  const found = hit(scene.distances, input.at, input.reach);
  if (found === null) return { state: { kind: 'drawing', a: input.at, b: input.at }, effects: nothing };
  const { distance, part } = found;
  const effects: Effect[] = [{ kind: 'distances', list: scene.distances, chosen: distance.id }];
  return part === 'line'
    ? { state: { kind: 'moving', id: distance.id, last: input.at }, effects }
    : { state: { kind: 'pulling', id: distance.id, end: part }, effects };
}

function move(state: State, input: PointerInput, scene: ToolScene): ToolStep<State> {
  if (state.kind === 'drawing') {
    return { state: { ...state, b: input.shift ? snapAngle(state.a, input.at) : input.at }, effects: nothing };
  }
  if (state.kind === 'resting') return { state, effects: nothing };
  const distance = scene.distances.find((d) => d.id === state.id);
  if (distance === undefined) return { state: resting, effects: nothing };
  if (state.kind === 'pulling') {
    const other = state.end === 'a' ? distance.b : distance.a;
    const end = input.shift ? snapAngle(other, input.at) : input.at;
    return { state, effects: [replaced(scene, { ...distance, [state.end]: end })] };
  }
  const by = { x: input.at.x - state.last.x, y: input.at.y - state.last.y };
  const moved = {
    ...distance,
    a: { x: distance.a.x + by.x, y: distance.a.y + by.y },
    b: { x: distance.b.x + by.x, y: distance.b.y + by.y },
  };
  return { state: { ...state, last: input.at }, effects: [replaced(scene, moved)] };
}

function up(state: State, input: PointerInput, scene: ToolScene): ToolStep<State> {
  if (state.kind !== 'drawing') return { state: resting, effects: nothing };
  if (apart(state.a, state.b) < input.reach / 2) {
    return { state: resting, effects: [{ kind: 'distances', list: scene.distances, chosen: null }] };
  }
  const made = { id: nextAnnotationId(), a: state.a, b: state.b };
  return { state: resting, effects: [{ kind: 'distances', list: [...scene.distances, made], chosen: made.id }] };
}

/** Measures lines; several stay on a plane. */
export const distanceTool = tool<State>({
  id: 'distance',
  title: 'Distance',
  help: 'Drag a line to measure it; drag its ends to correct it. Shift holds multiples of 15°, Delete removes.',
  shortcut: 'D',
  initial: resting,
  on: (state, input, scene) => {
    switch (input.kind) {
      case 'down':
        return down(input, scene);
      case 'move':
        return move(state, input, scene);
      case 'up':
        return up(state, input, scene);
      case 'cancel':
        return { state: resting, effects: nothing };
      case 'double':
      case 'leave':
        return { state, effects: nothing };
    }
  },
  sketch: (state) => (state.kind === 'drawing' ? { kind: 'line', a: state.a, b: state.b } : null),
  cursor: (state, scene, at, reach) => {
    if (state.kind === 'moving') return 'grabbing';
    const found = at === null || state.kind !== 'resting' ? null : hit(scene.distances, at, reach);
    return found === null ? 'crosshair' : 'move';
  },
});
