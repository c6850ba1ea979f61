import type { Place } from '../state/annotations.ts';
import type { Region } from '../state/stage.ts';
import { nothing, type PointerInput, type ToolScene, type ToolStep, tool } from './tool.ts';

type State =
  | { readonly kind: 'resting' }
  | { readonly kind: 'drawing'; readonly from: Place; readonly region: Region | null }
  | { readonly kind: 'moving'; readonly last: Place };

const resting: State = { kind: 'resting' };

/** The least side of a square: below it a spectrum says nothing. */
export const leastSide = 16;

/** The largest square from `from` towards `to` that fits the image, in whole px; null when it is too small. */
export function squareBetween(from: Place, to: Place, image: { width: number; height: number }): Region | null {
  const right = to.x >= from.x;
  const down = to.y >= from.y;
  const x0 = Math.min(image.width, Math.max(0, Math.round(from.x)));
  const y0 = Math.min(image.height, Math.max(0, Math.round(from.y)));
  const wish = Math.round(Math.max(Math.abs(to.x - from.x), Math.abs(to.y - from.y)));
  const side = Math.min(wish, right ? image.width - x0 : x0, down ? image.height - y0 : y0);
  if (side < leastSide) return null;
  return { x: right ? x0 : x0 - side, y: down ? y0 : y0 - side, width: side, height: side };
}

function moved(region: Region, dx: number, dy: number, image: { width: number; height: number }): Region {
  return {
    ...region,
    x: Math.min(image.width - region.width, Math.max(0, Math.round(region.x + dx))),
    y: Math.min(image.height - region.height, Math.max(0, Math.round(region.y + dy))),
  };
}

const holds = (region: Region | null, at: Place) =>
  region !== null &&
  at.x >= region.x &&
  at.y >= region.y &&
  at.x < region.x + region.width &&
  at.y < region.y + region.height;

function step(state: State, input: PointerInput, scene: ToolScene): ToolStep<State> {
  switch (input.kind) {
    case 'down':
      if (holds(scene.region, input.at)) return { state: { kind: 'moving', last: input.at }, effects: nothing };
      return { state: { kind: 'drawing', from: input.at, region: null }, effects: nothing };
    case 'move':
      if (state.kind === 'drawing') {
        return { state: { ...state, region: squareBetween(state.from, input.at, scene) }, effects: nothing };
      }
      if (state.kind === 'moving' && scene.region !== null) {
        const dx = Math.round(input.at.x - state.last.x);
        const dy = Math.round(input.at.y - state.last.y);
        if (dx === 0 && dy === 0) return { state, effects: nothing };
        return {
          state: { kind: 'moving', last: { x: state.last.x + dx, y: state.last.y + dy } },
          effects: [{ kind: 'region', region: moved(scene.region, dx, dy, scene) }],
        };
      }
      return { state, effects: nothing };
    case 'up':
      if (state.kind === 'drawing' && state.region !== null) {
        return { state: resting, effects: [{ kind: 'region', region: state.region }] };
      }
      return { state: resting, effects: nothing };
    case 'cancel':
      return { state: resting, effects: nothing };
    case 'double':
    case 'leave':
      return { state, effects: nothing };
  }
}

/** Chooses the square whose power spectrum is shown. */
export const spectrumRegionTool = tool<State>({
  id: 'spectrum-region',
  title: 'Spectrum square',
  help: 'Drag a square to see its power spectrum; drag inside it to move it.',
  shortcut: 'Shift+T',
  initial: resting,
  on: step,
  sketch: (state) => {
    if (state.kind !== 'drawing' || state.region === null) return null;
    const { x, y, width, height } = state.region;
    return {
      kind: 'polygon',
      points: [
        { x, y },
        { x: x + width, y },
        { x: x + width, y: y + height },
        { x, y: y + height },
      ],
    };
  },
  cursor: (state, scene, at) => {
    if (state.kind === 'moving') return 'grabbing';
    return at !== null && holds(scene.region, at) ? 'grab' : 'crosshair';
  },
});
