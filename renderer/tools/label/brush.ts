import type { Place } from '../../state/annotations.ts';
import { type Effect, nothing, type PointerInput, type Pressed, type ToolScene, type ToolStep, tool } from '../tool.ts';
import type { Dab, LabelDeed } from './deed.ts';

type State =
  /** `end` is where the last stroke ended: Shift draws straight on from there. */
  | { readonly kind: 'resting'; readonly end: Place | null }
  | { readonly kind: 'painting'; readonly erase: boolean; readonly last: Place };

const resting: State = { kind: 'resting', end: null };

/** Part of the brush's radius that the lightest touch of a pen leaves. */
const lightest = 0.15;

function dab({ x, y, pressure }: Pressed, scene: ToolScene): Dab {
  const { radius, pressure: felt } = scene.labels ?? { radius: 1, pressure: false };
  return { x, y, radius: felt ? radius * (lightest + (1 - lightest) * pressure) : radius };
}

const act = (deed: LabelDeed): readonly Effect[] => [{ kind: 'labels', deed }];

function brush(kind: { erases: boolean; limited: boolean }) {
  const stroke = (phase: 'start' | 'go' | 'end' | 'cancel', erase: boolean, dabs: readonly Dab[]) =>
    act({ kind: 'stroke', phase, erase, limited: kind.limited, dabs });

  function down(state: State, input: PointerInput, scene: ToolScene): ToolStep<State> {
    if (input.mod) return { state, effects: act({ kind: 'pick class', at: input.at }) };
    const erase = kind.erases || input.erase || input.alt;
    const here = dab({ ...input.at, pressure: input.pressure }, scene);
    const from = state.kind === 'resting' && input.shift && state.end !== null ? [{ ...here, ...state.end }] : [];
    return {
      state: { kind: 'painting', erase, last: input.at },
      effects: stroke('start', erase, [...from, here]),
    };
  }

  return (state: State, input: PointerInput, scene: ToolScene): ToolStep<State> => {
    if (scene.labels === null) return { state: resting, effects: nothing };
    switch (input.kind) {
      case 'down':
        return down(state, input, scene);
      case 'move':
        if (state.kind !== 'painting') return { state, effects: nothing };
        return {
          state: { ...state, last: input.at },
          effects: stroke(
            'go',
            state.erase,
            input.trail.map((p) => dab(p, scene)),
          ),
        };
      case 'up':
        if (state.kind !== 'painting') return { state, effects: nothing };
        return { state: { kind: 'resting', end: state.last }, effects: stroke('end', state.erase, []) };
      case 'cancel':
        return {
          state: { kind: 'resting', end: state.kind === 'resting' ? state.end : null },
          effects: state.kind === 'painting' ? stroke('cancel', state.erase, []) : nothing,
        };
      case 'double':
      case 'leave':
        return { state, effects: nothing };
    }
  };
}

const common = {
  initial: resting,
  strokes: true,
  key: (state: State, key: { readonly kind: string; readonly notches?: number }) =>
    key.kind === 'turn' ? { state, effects: act({ kind: 'turn', what: 'size', notches: key.notches ?? 0 }) } : null,
  busy: (state: State) => state.kind === 'painting',
  sketch: () => null,
  // the ring of the brush shows where it is
  cursor: () => 'crosshair',
};

export const brushTool = tool<State>({
  ...common,
  id: 'label-brush',
  title: 'Brush',
  help: 'Paint with the active class. Shift goes straight on from the last stroke, Alt erases, Ctrl picks the class under the pointer. Shift + wheel changes the size.',
  shortcut: 'B',
  on: brush({ erases: false, limited: false }),
});

export const limitedBrushTool = tool<State>({
  ...common,
  id: 'label-limited-brush',
  title: 'Threshold brush',
  help: 'Paint only what lies in a range of values. Drag the range on the histogram, or let it follow what is under the pointer.',
  shortcut: 'Shift+B',
  on: brush({ erases: false, limited: true }),
});

export const eraserTool = tool<State>({
  ...common,
  id: 'label-eraser',
  title: 'Eraser',
  help: 'Make pixels unlabelled, or take them from the chosen particle. A pen’s other end and its barrel button do the same with any brush.',
  shortcut: 'E',
  on: brush({ erases: true, limited: false }),
});
