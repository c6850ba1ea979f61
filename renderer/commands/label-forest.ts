import { forestStore, setForest } from '../state/labels/forest.ts';
import { labelStore } from '../state/labels/label-store.ts';
import { labelViewStore, setLabelView } from '../state/labels/label-view.ts';
import { uncertaintySource } from '../state/uncertainty.ts';
import type { Command } from './command.ts';

const room = 'label';
const isOpen = () => labelStore.getState().document !== null;

/** The pixel forest of the Label room. */
export const forestCommands: readonly Command[] = [
  {
    id: 'label.forest',
    title: () =>
      forestStore.getState().on ? 'Stop the pixel forest' : 'Start the pixel forest: it learns while you paint',
    plainTitle: 'Pixel forest on or off',
    group: 'Label',
    shortcuts: ['Shift+F'],
    room,
    when: isOpen,
    run: () => setForest({ on: !forestStore.getState().on }),
  },
  {
    id: 'label.uncertainty',
    title: () => (labelViewStore.getState().uncertainty ? 'Show the classes' : 'Show the uncertainty'),
    plainTitle: 'Classes or uncertainty',
    group: 'Label',
    shortcuts: ['Shift+U'],
    room,
    when: () => isOpen() && (labelViewStore.getState().uncertainty || uncertaintySource() !== null),
    run: () => setLabelView({ uncertainty: !labelViewStore.getState().uncertainty }),
  },
];
