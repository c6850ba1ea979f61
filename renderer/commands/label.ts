import { labelStore, selectInstances } from '../state/labels/label-store.ts';
import { labelToolStore, pickClass, stepClass, turnSize } from '../state/labels/label-tool-state.ts';
import { labelViewStore, setLabelView } from '../state/labels/label-view.ts';
import { workOnLayer } from '../state/labels/layers.ts';
import { changeLabelLayout, layoutStore } from '../state/layout.ts';
import { runsStore } from '../state/runs.ts';
import { selectionStore } from '../state/selection.ts';
import { chooseTool, toolStore } from '../state/tool.ts';
import { labelTools } from '../tools/label/list.ts';
import type { Command } from './command.ts';

const room = 'label';
const isOpen = () => labelStore.getState().document !== null;

/** The chosen run has a result for the frame that is shown. */
function hasPrediction(): boolean {
  const { runId, shown } = selectionStore.getState();
  const results = runId === null ? undefined : runsStore.getState().runById.get(runId)?.results;
  return results?.some((one) => one.imageId === shown?.imageId && one.frame === shown.frame) === true;
}

/** Keys under the right half of the keyboard, for whoever leads the pointer with the left hand. */
const rightHandKeys: Readonly<Record<string, string>> = {
  'label-brush': 'J',
  'label-limited-brush': 'Shift+J',
  'label-eraser': 'K',
  'label-fill': 'Y',
  'label-wand': 'M',
  'label-edge-wand': 'Shift+M',
  'label-rectangle': 'Shift+L',
  'label-ellipse': 'Shift+K',
  'label-adopt': 'Shift+Y',
  'label-cut': ';',
  'label-join': "'",
};

/** The key of a tool for the hand that is free. */
export function toolKey(id: string): string {
  const usual = labelTools.find((tool) => tool.id === id)?.shortcut ?? '';
  return layoutStore.getState().labelling.hand === 'left' ? (rightHandKeys[id] ?? usual) : usual;
}

const handed = (right: string, left: string) => (layoutStore.getState().labelling.hand === 'left' ? left : right);

function toolCommands(): readonly Command[] {
  return labelTools.map((tool) => ({
    id: `label.tool.${tool.id.replace('label-', '')}`,
    title: tool.title,
    group: 'Label tools',
    shortcuts: [toolKey(tool.id)],
    room,
    when: () => isOpen() && (tool.id !== 'label-adopt' || selectionStore.getState().runId !== null),
    run: () => takeLabelTool(tool.id),
  }));
}

/** Takes a tool of the Label room into the hand, and remembers it. */
export function takeLabelTool(id: string): void {
  chooseTool(id);
  changeLabelLayout({ toolId: id });
}

const places = ['first', 'second', 'third', 'fourth', 'fifth', 'sixth', 'seventh', 'eighth', 'ninth'] as const;

/** Key of the class at a place of the list. */
export const classKey = (at: number): string | undefined => (at < places.length ? `Shift+${at + 1}` : undefined);

const classCommands: readonly Command[] = places.map((place, i) => ({
  id: `label.class.${place}`,
  title: () => {
    const found = labelStore.getState().classes[i];
    return found === undefined ? `Paint with the ${place} class` : `Paint with ${found.name}`;
  },
  plainTitle: `Paint with the ${place} class`,
  group: 'Label',
  shortcuts: [`Shift+${i + 1}`],
  room,
  when: () => isOpen() && i < labelStore.getState().classes.length,
  run: () => pickClass(labelStore.getState().classes[i].id),
}));

function putDown(): void {
  const { selected } = labelStore.getState();
  if (selected.length > 0) selectInstances([]);
  else takeLabelTool('label-select');
}

const viewCommands: readonly Command[] = [
  {
    id: 'label.layer',
    title: () => (labelStore.getState().layer === 'classes' ? 'Work on particles' : 'Work on classes'),
    plainTitle: 'Classes or particles',
    group: 'Label',
    shortcuts: ['Q'],
    room,
    when: isOpen,
    run: () => workOnLayer(labelStore.getState().layer === 'classes' ? 'instances' : 'classes'),
  },
  {
    id: 'label.style',
    title: () => (labelViewStore.getState().fill ? 'Show labels as outlines' : 'Show labels filled'),
    plainTitle: 'Outline or fill',
    group: 'Label',
    shortcuts: ['Shift+O'],
    room,
    when: isOpen,
    run: () => setLabelView({ fill: !labelViewStore.getState().fill, outline: true }),
  },
  {
    id: 'label.visible',
    title: () => (labelViewStore.getState().visible ? 'Hide the labels' : 'Show the labels'),
    plainTitle: 'Show or hide labels',
    group: 'Label',
    shortcuts: ['O'],
    room,
    when: isOpen,
    run: () => setLabelView({ visible: !labelViewStore.getState().visible }),
  },
  {
    id: 'label.onlySelected',
    title: () => (labelViewStore.getState().onlySelected ? 'Show every particle' : 'Show only the chosen particles'),
    plainTitle: 'Show only the chosen particles',
    group: 'Label',
    shortcuts: ['Shift+V'],
    room,
    when: isOpen,
    run: () => setLabelView({ onlySelected: !labelViewStore.getState().onlySelected }),
  },
  {
    id: 'label.compare',
    title: () =>
      labelViewStore.getState().prediction === null ? 'Show the prediction instead of the labels' : 'Show the labels',
    plainTitle: 'Labels or prediction (A/B)',
    group: 'Label',
    shortcuts: ['Tab'],
    scope: 'stage',
    room,
    when: () => isOpen() && (labelViewStore.getState().prediction !== null || hasPrediction()),
    run: () => {
      const { runId } = selectionStore.getState();
      const shown = labelViewStore.getState().prediction;
      setLabelView({ prediction: shown !== null || runId === null ? null : { runId } });
    },
  },
  {
    id: 'label.hand',
    title: () =>
      layoutStore.getState().labelling.hand === 'right' ? 'Use the left-handed layout' : 'Use the right-handed layout',
    group: 'Label',
    run: () => changeLabelLayout({ hand: handed('left', 'right') as 'left' | 'right' }),
  },
  {
    id: 'label.pen',
    title: () => (layoutStore.getState().labelling.pen ? 'Use small buttons' : 'Use large buttons for a pen'),
    group: 'Label',
    run: () => changeLabelLayout({ pen: !layoutStore.getState().labelling.pen }),
  },
];

function handCommands(): readonly Command[] {
  return [
    {
      id: 'label.larger',
      title: 'Larger brush',
      group: 'Label tools',
      shortcuts: ['.'],
      room,
      when: isOpen,
      run: () => turnSize(1),
    },
    {
      id: 'label.smaller',
      title: 'Smaller brush',
      group: 'Label tools',
      shortcuts: [','],
      room,
      when: isOpen,
      run: () => turnSize(-1),
    },
    {
      id: 'label.swapClass',
      title: 'Back to the class before',
      group: 'Label',
      shortcuts: [handed('X', '\\')],
      room,
      when: isOpen,
      run: () => pickClass(labelToolStore.getState().formerClassId),
    },
    {
      id: 'label.nextClass',
      title: 'Next class',
      group: 'Label',
      shortcuts: [handed('Z', 'Shift+N')],
      room,
      when: isOpen,
      run: () => stepClass(1),
    },
    {
      id: 'label.putDown',
      title: 'Choose nothing, then put the tool down',
      group: 'Label',
      shortcuts: ['Escape'],
      room,
      keyOnly: true,
      when: () =>
        isOpen() && (labelStore.getState().selected.length > 0 || toolStore.getState().toolId !== 'label-select'),
      run: putDown,
    },
  ];
}

/** What is in hand and what is seen, in the Label room. Keys follow the free hand. */
export function labelCommands(): readonly Command[] {
  return [...toolCommands(), ...handCommands(), ...classCommands, ...viewCommands];
}
