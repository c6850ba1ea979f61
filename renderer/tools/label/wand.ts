import type { Place } from '../../state/annotations.ts';
import { type Effect, nothing, type PointerInput, type ToolKey, type ToolScene, type ToolStep, tool } from '../tool.ts';
import type { LabelDeed } from './deed.ts';

type Region = Extract<LabelDeed, { kind: 'region' }>;
type State =
  | { readonly kind: 'resting'; readonly shows: boolean }
  | { readonly kind: 'growing'; readonly seed: Place; readonly stretch: number; readonly erase: boolean };

const resting: State = { kind: 'resting', shows: false };

/** CSS px of drag that double what counts as alike. */
const octave = 80;
/** CSS px that a finger's breadth has, as `reach` counts it. */
const finger = 6;

/** How much wider than set what counts as alike becomes by dragging away from the seed to the right or down. */
function stretchOf(seed: Place, input: PointerInput): number {
  const px = ((input.at.x - seed.x + input.at.y - seed.y) / input.reach) * finger;
  return Math.abs(px) < finger ? 1 : 2 ** (px / octave);
}

function growing(by: Region['by']) {
  const region = (deed: Omit<Region, 'kind' | 'by'>): readonly Effect[] => [
    { kind: 'labels', deed: { kind: 'region', by, ...deed } },
  ];
  const gone = (at: Place) => region({ phase: 'cancel', at, stretch: 1, erase: false });

  return (state: State, input: PointerInput, scene: ToolScene): ToolStep<State> => {
    if (scene.labels === null) return { state: resting, effects: nothing };
    const { at } = input;
    switch (input.kind) {
      case 'down': {
        if (input.mod) return { state, effects: [{ kind: 'labels', deed: { kind: 'pick class', at } }] };
        const erase = input.alt || input.erase;
        return {
          state: { kind: 'growing', seed: at, stretch: 1, erase },
          effects: region({ phase: 'show', at, stretch: 1, erase }),
        };
      }
      case 'move': {
        if (state.kind === 'resting') {
          const shown = region({ phase: 'show', at, stretch: 1, erase: input.alt });
          return { state: { kind: 'resting', shows: true }, effects: shown };
        }
        const stretch = stretchOf(state.seed, input);
        if (stretch === state.stretch) return { state, effects: nothing };
        return {
          state: { ...state, stretch },
          effects: region({ phase: 'show', at: state.seed, stretch, erase: state.erase }),
        };
      }
      case 'up': {
        if (state.kind !== 'growing') return { state, effects: nothing };
        const { seed, stretch, erase } = state;
        return { state: resting, effects: region({ phase: 'take', at: seed, stretch, erase }) };
      }
      case 'cancel':
        return { state: resting, effects: state.kind === 'growing' || state.shows ? gone(at) : nothing };
      case 'leave':
        if (state.kind === 'growing' || !state.shows) return { state, effects: nothing };
        return { state: resting, effects: gone(at) };
      case 'double':
        return { state, effects: nothing };
    }
  };
}

function turn(state: State, key: ToolKey): ToolStep<State> | null {
  if (key.kind !== 'turn') return null;
  return { state, effects: [{ kind: 'labels', deed: { kind: 'turn', what: 'tolerance', notches: key.notches } }] };
}

const common = {
  initial: resting,
  key: turn,
  busy: (state: State) => state.kind === 'growing',
  sketch: () => null,
  cursor: () => 'crosshair',
};

export const wandTool = tool<State>({
  ...common,
  id: 'label-wand',
  clicks: true,
  title: 'Wand by value',
  help: 'Shows what is as bright as the place under the pointer; a click takes it. Drag right or down to take more, left or up for less; Alt takes it away.',
  shortcut: 'W',
  on: growing('value'),
});

export const edgeWandTool = tool<State>({
  ...common,
  id: 'label-edge-wand',
  clicks: true,
  title: 'Wand by edges',
  help: 'Grows from the place under the pointer until it meets edges; a click takes it. Drag right or down to cross stronger edges; Alt takes it away.',
  shortcut: 'Shift+W',
  on: growing('edge'),
});
