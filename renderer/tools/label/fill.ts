import { type Effect, nothing, tool } from '../tool.ts';

type State = { readonly kind: 'resting' } | { readonly kind: 'pressed'; readonly erase: boolean };

const resting: State = { kind: 'resting' };

/** Fills what hangs together; it acts when the button is let go near where it went down. */
export const fillTool = tool<State>({
  id: 'label-fill',
  clicks: true,
  title: 'Fill',
  help: 'Click into a region that hangs together to give it the active class; into a hole of a particle to close it. Alt makes it unlabelled.',
  shortcut: 'G',
  initial: resting,
  on: (state, input, scene) => {
    if (scene.labels === null) return { state: resting, effects: nothing };
    switch (input.kind) {
      case 'down': {
        if (!input.mod) return { state: { kind: 'pressed', erase: input.alt || input.erase }, effects: nothing };
        const pick: Effect = { kind: 'labels', deed: { kind: 'pick class', at: input.at } };
        return { state: resting, effects: [pick] };
      }
      case 'up': {
        if (state.kind !== 'pressed') return { state: resting, effects: nothing };
        const fill: Effect = { kind: 'labels', deed: { kind: 'fill', at: input.at, erase: state.erase } };
        return { state: resting, effects: [fill] };
      }
      case 'cancel':
        return { state: resting, effects: nothing };
      case 'move':
      case 'double':
      case 'leave':
        return { state, effects: nothing };
    }
  },
  busy: (state) => state.kind === 'pressed',
  sketch: () => null,
  cursor: () => 'crosshair',
});
