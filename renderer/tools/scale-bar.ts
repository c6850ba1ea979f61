import type { Place } from '../state/annotations.ts';
import { apart } from './geometry.ts';
import { type Bar, nothing, type PointerInput, type ToolScene, type ToolStep, tool } from './tool.ts';

type State =
  | { readonly kind: 'resting' }
  | { readonly kind: 'pressed'; readonly from: Place }
  | { readonly kind: 'drawing'; readonly from: Place; readonly to: Place }
  | { readonly kind: 'pulling'; readonly end: 'left' | 'right' };

const resting: State = { kind: 'resting' };

function endNear(bar: Bar | null, at: Place, reach: number): 'left' | 'right' | null {
  if (bar === null) return null;
  const left = apart(at, { x: bar.x, y: bar.y });
  const right = apart(at, { x: bar.x + bar.length, y: bar.y });
  if (Math.min(left, right) > reach * 1.5) return null;
  return left < right ? 'left' : 'right';
}

/** Ends lie on edges of pixels: a bar covers whole ones. */
function pulled(bar: Bar, end: 'left' | 'right', x: number): Bar {
  const at = Math.round(x);
  const right = bar.x + bar.length;
  if (end === 'right') return { ...bar, length: Math.max(1, at - bar.x) };
  const left = Math.min(at, right - 1);
  return { ...bar, x: left, length: right - left };
}

function drawn(from: Place, to: Place): Bar {
  const left = Math.round(Math.min(from.x, to.x));
  return { x: left, y: from.y, length: Math.max(1, Math.round(Math.max(from.x, to.x)) - left) };
}

function step(state: State, input: PointerInput, scene: ToolScene): ToolStep<State> {
  switch (input.kind) {
    case 'down': {
      const end = endNear(scene.bar, input.at, input.reach);
      return {
        state: end === null ? { kind: 'pressed', from: input.at } : { kind: 'pulling', end },
        effects: nothing,
      };
    }
    case 'move':
      if (state.kind === 'pulling' && scene.bar !== null) {
        return { state, effects: [{ kind: 'bar', bar: pulled(scene.bar, state.end, input.at.x) }] };
      }
      if (state.kind === 'pressed' && apart(state.from, input.at) < input.reach) return { state, effects: nothing };
      if (state.kind === 'pressed' || state.kind === 'drawing') {
        return { state: { kind: 'drawing', from: state.from, to: input.at }, effects: nothing };
      }
      return { state, effects: nothing };
    case 'up':
      if (state.kind === 'pressed') return { state: resting, effects: [{ kind: 'find bar', at: state.from }] };
      if (state.kind === 'drawing') {
        return { state: resting, effects: [{ kind: 'bar', bar: drawn(state.from, state.to) }] };
      }
      return { state: resting, effects: nothing };
    case 'cancel':
      return { state: resting, effects: nothing };
    case 'double':
    case 'leave':
      return { state, effects: nothing };
  }
}

/** Finds or draws the scale bar burnt into a micrograph, from which its pixel size follows. */
export const scaleBarTool = tool<State>({
  id: 'scale-bar',
  title: 'Scale bar',
  help: 'Click on the scale bar in the image, correct its ends, type its length: that gives the pixel size.',
  shortcut: 'B',
  initial: resting,
  on: step,
  sketch: (state) => {
    if (state.kind !== 'drawing') return null;
    const bar = drawn(state.from, state.to);
    return { kind: 'line', a: { x: bar.x, y: bar.y }, b: { x: bar.x + bar.length, y: bar.y } };
  },
  cursor: (state, scene, at, reach) => {
    if (state.kind === 'pulling') return 'ew-resize';
    return at !== null && endNear(scene.bar, at, reach) !== null ? 'ew-resize' : 'crosshair';
  },
});
