import { nothing, tool } from './tool.ts';

/** The hand: dragging moves the image. */
export const panTool = tool<{ readonly held: boolean }>({
  id: 'pan',
  title: 'Pan',
  help: 'Drag to move the image. With any tool: hold Space, or drag with the middle button.',
  shortcut: 'P',
  initial: { held: false },
  on: (state, input, scene) => {
    switch (input.kind) {
      case 'down':
        return { state: { held: true }, effects: nothing };
      case 'move':
        return { state, effects: state.held ? [{ kind: 'pan', dx: input.dx, dy: input.dy }] : nothing };
      case 'double':
        return { state: { held: false }, effects: [{ kind: 'centre', at: input.at, id: scene.idAt(input.at) }] };
      case 'up':
      case 'leave':
      case 'cancel':
        return { state: { held: false }, effects: nothing };
    }
  },
  sketch: () => null,
  cursor: (state) => (state.held ? 'grabbing' : 'grab'),
});
