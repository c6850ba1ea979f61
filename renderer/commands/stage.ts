import { libraryStore } from '../state/library.ts';
import { compareWith, selectionStore, showFrame, swapCompared } from '../state/selection.ts';
import { chooseTool, restingTool, toolStore } from '../state/tool.ts';
import { imageView, moveCamera, setImageView, setOverlay, setView, viewStore } from '../state/view.ts';
import type { Command } from './command.ts';

const isShown = () => selectionStore.getState().shown !== null;

function frames(): number {
  const { shown } = selectionStore.getState();
  return shown === null ? 0 : (libraryStore.getState().imageById.get(shown.imageId)?.frames ?? 1);
}

function stepFrame(by: number): void {
  const { shown } = selectionStore.getState();
  if (shown !== null) showFrame(shown.frame + by, frames());
}

function chosenImages(): readonly number[] {
  return selectionStore.getState().imageIds;
}

export const stageCommands: readonly Command[] = [
  {
    id: 'stage.fit',
    title: 'Fit the image to the stage',
    group: 'Stage',
    shortcuts: ['0'],
    when: isShown,
    run: () => moveCamera({ kind: 'fit' }),
  },
  {
    id: 'stage.oneToOne',
    title: 'Show one image pixel per screen pixel',
    group: 'Stage',
    shortcuts: ['1'],
    scope: 'stage',
    when: isShown,
    run: () => moveCamera({ kind: 'one to one' }),
  },
  {
    id: 'stage.zoomIn',
    title: 'Zoom in',
    group: 'Stage',
    shortcuts: ['+', '='],
    when: isShown,
    run: () => moveCamera({ kind: 'zoom', factor: 1.25 }),
  },
  {
    id: 'stage.zoomOut',
    title: 'Zoom out',
    group: 'Stage',
    shortcuts: ['-'],
    when: isShown,
    run: () => moveCamera({ kind: 'zoom', factor: 0.8 }),
  },
  {
    id: 'stage.nextFrame',
    title: 'Next frame',
    group: 'Stage',
    shortcuts: [']'],
    when: () => frames() > 1,
    run: () => stepFrame(1),
  },
  {
    id: 'stage.previousFrame',
    title: 'Previous frame',
    group: 'Stage',
    shortcuts: ['['],
    when: () => frames() > 1,
    run: () => stepFrame(-1),
  },
  {
    id: 'stage.autoContrast',
    title: 'Set the contrast automatically',
    group: 'Stage',
    shortcuts: ['A'],
    when: isShown,
    run: () => setImageView(chosenImages(), { window: null, gamma: 1 }),
  },
  {
    id: 'stage.invert',
    title: 'Invert the grey scale',
    group: 'Stage',
    shortcuts: ['I'],
    when: isShown,
    run: () => {
      const { shown } = selectionStore.getState();
      if (shown === null) return;
      setImageView(chosenImages(), { invert: !imageView(viewStore.getState(), shown.imageId).invert });
    },
  },
  {
    id: 'stage.overlay',
    title: () => (viewStore.getState().overlay.visible ? 'Hide the overlay' : 'Show the overlay'),
    group: 'Stage',
    shortcuts: ['O'],
    run: () => setOverlay({ visible: !viewStore.getState().overlay.visible }),
  },
  {
    id: 'stage.overlayStyle',
    title: () => (viewStore.getState().overlay.style === 'fill' ? 'Outline particles' : 'Fill particles'),
    group: 'Stage',
    shortcuts: ['Shift+O'],
    run: () => setOverlay({ style: viewStore.getState().overlay.style === 'fill' ? 'outline' : 'fill' }),
  },
  {
    id: 'stage.peek',
    title: 'Hide overlays while held',
    group: 'Stage',
    shortcuts: ['H'],
    keyOnly: true,
    run: () => setView({ peek: true }),
    release: () => setView({ peek: false }),
  },
  {
    id: 'stage.scaleBar',
    title: () => (viewStore.getState().scaleBar ? 'Hide the scale bar' : 'Show the scale bar'),
    group: 'Stage',
    when: isShown,
    run: () => setView({ scaleBar: !viewStore.getState().scaleBar }),
  },
  {
    id: 'stage.fft',
    title: () => (viewStore.getState().fft ? 'Show the image' : 'Show the power spectrum (FFT)'),
    group: 'Stage',
    shortcuts: ['T'],
    when: isShown,
    run: () => setView({ fft: !viewStore.getState().fft }),
  },
  {
    id: 'stage.compare',
    title: 'Compare this image with another (set as B)',
    group: 'Stage',
    shortcuts: ['C'],
    when: isShown,
    run: () => {
      const { other, shown } = selectionStore.getState();
      if (other !== null) {
        compareWith(null);
        setView({ compare: 'off' });
      } else {
        compareWith(shown);
        setView({ compare: 'side by side' });
      }
    },
  },
  {
    id: 'stage.swap',
    title: 'Swap A and B',
    group: 'Stage',
    shortcuts: ['Tab'],
    scope: 'stage',
    when: () => selectionStore.getState().other !== null,
    run: swapCompared,
  },
  {
    id: 'stage.putToolDown',
    title: 'Put the tool down',
    group: 'Stage',
    shortcuts: ['Escape'],
    when: () => toolStore.getState().toolId !== restingTool,
    run: () => chooseTool(restingTool),
  },
];
