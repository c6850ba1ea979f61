import { annotationStore, removeDistance } from '../state/annotations.ts';
import { libraryStore } from '../state/library.ts';
import { compareWith, selectionStore, showFrame, swapCompared } from '../state/selection.ts';
import { setStage, stageStore } from '../state/stage.ts';
import { chooseTool, restingTool, scaleBarTool, spectrumTool, toolStore } from '../state/tool.ts';
import { imageView, moveCamera, setImageView, setOverlay, setView, viewStore } from '../state/view.ts';
import { tools } from '../tools/list.ts';
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
  const { imageIds, shown } = selectionStore.getState();
  return imageIds.length === 0 && shown !== null ? [shown.imageId] : imageIds;
}

/** Part of the stage that an arrow key moves the view by. */
const arrowStep = 0.1;

const arrow = (key: string, title: string, x: number, y: number): Command => ({
  id: `stage.pan${key}`,
  title,
  group: 'Stage',
  shortcuts: [`Arrow${key}`],
  scope: 'stage',
  notIn: 'label',
  keyOnly: true,
  when: isShown,
  run: () => moveCamera({ kind: 'pan', x: x * arrowStep, y: y * arrowStep }),
});

const toolCommands: readonly Command[] = tools
  // its key is that of "Measure the pixel size on a scale bar"
  .filter((tool) => tool.id !== scaleBarTool)
  .map((tool) => ({
    id: `stage.tool.${tool.id}`,
    title: `${tool.title} tool`,
    group: 'Stage',
    shortcuts: [tool.shortcut],
    // labels have tools of their own that choose and draw around
    ...(tool.id === restingTool || tool.id === 'lasso' ? { notIn: 'label' } : {}),
    when: () => isShown() && (tool.id !== spectrumTool || viewStore.getState().fft),
    run: () => chooseTool(tool.id),
  }));

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
    title: 'One image pixel per screen pixel',
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
    notIn: 'label',
    run: () => setOverlay({ visible: !viewStore.getState().overlay.visible }),
  },
  {
    id: 'stage.overlayStyle',
    title: () => (viewStore.getState().overlay.style === 'fill' ? 'Outline particles' : 'Fill particles'),
    group: 'Stage',
    shortcuts: ['Shift+O'],
    notIn: 'label',
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
    notIn: 'label',
    when: () => selectionStore.getState().other !== null,
    run: swapCompared,
  },
  arrow('Left', 'Move the view left', -1, 0),
  arrow('Right', 'Move the view right', 1, 0),
  arrow('Up', 'Move the view up', 0, -1),
  arrow('Down', 'Move the view down', 0, 1),
  {
    id: 'stage.contrast',
    title: () => (stageStore.getState().contrastOpen ? 'Hide the contrast panel' : 'Show the contrast panel'),
    group: 'Stage',
    shortcuts: ['Shift+A'],
    when: isShown,
    run: () => setStage({ contrastOpen: !stageStore.getState().contrastOpen }),
  },
  {
    id: 'stage.smooth',
    title: () => (stageStore.getState().smooth ? 'Show magnified pixels as squares' : 'Smooth magnified pixels'),
    group: 'Stage',
    when: isShown,
    run: () => setStage({ smooth: !stageStore.getState().smooth }),
  },
  {
    id: 'stage.swipe',
    title: () => (viewStore.getState().compare === 'swipe' ? 'Stop swiping' : 'Swipe between two results or images'),
    group: 'Stage',
    shortcuts: ['Shift+C'],
    when: isShown,
    run: () => setView({ compare: viewStore.getState().compare === 'swipe' ? 'off' : 'swipe', fft: false }),
  },
  {
    id: 'stage.removeDistance',
    title: 'Remove the chosen distance',
    group: 'Stage',
    shortcuts: ['Delete', 'Backspace'],
    scope: 'stage',
    when: () => annotationStore.getState().chosen !== null && isShown(),
    run: () => {
      const { chosen } = annotationStore.getState();
      const { shown } = selectionStore.getState();
      if (chosen !== null && shown !== null) removeDistance(shown, chosen);
    },
  },
  ...toolCommands,
  {
    id: 'stage.putToolDown',
    title: 'Put the tool down',
    group: 'Stage',
    shortcuts: ['Escape'],
    notIn: 'label',
    when: () => toolStore.getState().toolId !== restingTool,
    run: () => chooseTool(restingTool),
  },
];
