import { fillClassHoles } from '../state/labels/class-edits.ts';
import type { LabelDocument } from '../state/labels/document.ts';
import { clearFrame, copyToNext, labelledAround, shownFrame } from '../state/labels/frame-edits.ts';
import { interpolateAround } from '../state/labels/label-jobs.ts';
import { labelStore, selectInstances } from '../state/labels/label-store.ts';
import {
  fillParticles,
  giveClass,
  growParticles,
  joinParticles,
  removeParticles,
  smoothParticles,
} from '../state/labels/particle-edits.ts';
import { layoutStore } from '../state/layout.ts';
import { libraryStore } from '../state/library.ts';
import { attempt } from '../state/notices.ts';
import { count } from '../ui/quantity.ts';
import type { Command } from './command.ts';

const room = 'label';
const chosen = () => labelStore.getState().selected;
const particles = () => (chosen().length === 1 ? 'particle' : count(chosen().length, 'particle'));
const isOpen = () => labelStore.getState().document !== null;

interface OnChosen {
  readonly id: string;
  readonly verb: string;
  readonly keys?: readonly string[];
  /** How many must be chosen. */
  readonly least?: number;
  readonly act: (document: LabelDocument, ids: readonly number[]) => void;
}

/** An edit of the chosen particles: it does nothing while none is chosen, so that a stray key never removes anything. */
const onChosen = ({ id, verb, keys, least = 1, act }: OnChosen): Command => ({
  id: `label.${id}`,
  title: () => `${verb} ${particles()}`,
  plainTitle: `${verb} the chosen particles`,
  group: 'Label',
  ...(keys === undefined ? {} : { shortcuts: keys }),
  room,
  when: () => isOpen() && chosen().length >= least,
  run: () => {
    const { document, selected } = labelStore.getState();
    if (document !== null) act(document, selected);
  },
});

const growBy = () => layoutStore.getState().labelling.growBy;

function hasNextFrame(): boolean {
  const at = shownFrame();
  return at !== null && at.frame + 1 < (libraryStore.getState().imageById.get(at.imageId)?.frames ?? 1);
}

/** What is done to labels, in the Label room. */
export const labelEditCommands: readonly Command[] = [
  onChosen({ id: 'remove', verb: 'Remove', keys: ['Delete', 'Backspace'], act: removeParticles }),
  onChosen({
    id: 'merge',
    verb: 'Merge',
    keys: ['Shift+Q'],
    least: 2,
    act: (document, ids) => selectInstances(joinParticles(document, ids)),
  }),
  onChosen({ id: 'grow', verb: 'Grow', keys: ['>'], act: (document, ids) => growParticles(document, ids, growBy()) }),
  onChosen({
    id: 'shrink',
    verb: 'Shrink',
    keys: ['<'],
    act: (document, ids) => growParticles(document, ids, -growBy()),
  }),
  onChosen({ id: 'smooth', verb: 'Smooth', keys: ['Shift+S'], act: smoothParticles }),
  onChosen({ id: 'fillHoles', verb: 'Fill holes of', keys: ['Shift+H'], act: fillParticles }),
  onChosen({
    id: 'giveClass',
    verb: 'Give the active class to',
    keys: ['Shift+G'],
    act: (document, ids) => giveClass(document, ids, labelStore.getState().activeClassId),
  }),
  {
    id: 'label.fillClassHoles',
    title: 'Fill holes of the active class',
    group: 'Label',
    room,
    when: () => isOpen() && labelStore.getState().activeClassId > 0,
    run: () => {
      const { document, activeClassId, classes } = labelStore.getState();
      const name = classes.find(({ id }) => id === activeClassId)?.name ?? '';
      if (document !== null) fillClassHoles(document, activeClassId, name);
    },
  },
  {
    id: 'label.selectAll',
    title: 'Select all labelled particles',
    group: 'Label',
    shortcuts: ['Mod+A'],
    room,
    when: isOpen,
    run: () => selectInstances([...(labelStore.getState().document?.instances.keys() ?? [])]),
  },
  {
    id: 'label.copyToNext',
    title: 'Copy the labels to the next frame',
    group: 'Label',
    shortcuts: ['}'],
    room,
    when: () => isOpen() && hasNextFrame(),
    run: async () => {
      await attempt('stage', 'copy labels', copyToNext);
    },
  },
  {
    id: 'label.interpolate',
    title: 'Fill the frames between labelled ones',
    group: 'Label',
    shortcuts: ['Shift+I'],
    room,
    when: () => {
      const at = shownFrame();
      return isOpen() && at !== null && labelledAround(at) !== null;
    },
    run: async () => {
      await attempt('stage', 'interpolate', interpolateAround);
    },
  },
  ...(['classes', 'instances', 'both'] as const).map(
    (what): Command => ({
      id: `label.clear.${what}`,
      title: `Clear ${{ classes: 'the classes', instances: 'the particles', both: 'all labels' }[what]} of this frame`,
      group: 'Label',
      room,
      when: isOpen,
      run: async () => {
        await attempt('stage', 'clear labels', () => clearFrame(what));
      },
    }),
  ),
];
