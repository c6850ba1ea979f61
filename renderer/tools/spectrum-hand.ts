import { nothing, tool } from './tool.ts';

type State = 'resting' | 'pressed' | 'panning';

/** Over a power spectrum: dragging moves it, a click puts the ring through the place. */
export const spectrumHand = tool<State>({
  id: 'spectrum-hand',
  title: 'Spectrum',
  help: 'Click a spot to mark its spacing with a ring; drag to move the spectrum.',
  shortcut: '',
  initial: 'resting',
  on: (state, input) => {
    switch (input.kind) {
      case 'down':
        return { state: 'pressed', effects: nothing };
      case 'move': {
        if (state === 'resting') return { state, effects: nothing };
        if (state === 'pressed' && Math.hypot(input.dx, input.dy) < 2) return { state, effects: nothing };
        return { state: 'panning', effects: [{ kind: 'pan', dx: input.dx, dy: input.dy }] };
      }
      case 'up':
        return { state: 'resting', effects: state === 'pressed' ? [{ kind: 'ring', at: input.at }] : nothing };
      case 'double':
      case 'leave':
      case 'cancel':
        return { state: 'resting', effects: nothing };
    }
  },
  sketch: () => null,
  cursor: (state) => (state === 'panning' ? 'grabbing' : 'crosshair'),
});
