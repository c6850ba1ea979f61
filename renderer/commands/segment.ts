import { draftStore, setDraft, suggestRecipe } from '../state/recipe-draft.ts';
import { runsStore } from '../state/runs.ts';
import { imagesToSegment, startRun } from '../state/segmenting.ts';
import { compareRun, selectionStore, selectRun } from '../state/selection.ts';
import type { Command } from './command.ts';

const room = 'segment';

const chosenImages = () => imagesToSegment(draftStore.getState().scope, draftStore.getState().patterns);

/** What can be done in the Segment room. */
export const segmentCommands: readonly Command[] = [
  {
    id: 'segment.start',
    title: () => `Segment ${chosenImages().length} images with ${draftStore.getState().recipe?.title ?? 'the recipe'}`,
    plainTitle: 'Segment the chosen images',
    group: 'Segment',
    shortcuts: ['Mod+Enter'],
    room,
    whileTyping: true,
    when: () => draftStore.getState().recipe !== null && chosenImages().length > 0,
    run: startRun,
  },
  {
    id: 'segment.suggest',
    title: 'Let the program choose the recipe',
    group: 'Segment',
    room,
    when: () => selectionStore.getState().shown !== null,
    run: async () => {
      const { shown } = selectionStore.getState();
      if (shown !== null) await suggestRecipe(shown.imageId, shown.frame);
    },
  },
  {
    id: 'segment.live',
    title: () => (draftStore.getState().live ? 'Turn the live preview off' : 'Turn the live preview on'),
    plainTitle: 'Live preview on or off',
    group: 'Segment',
    shortcuts: ['Shift+P'],
    room,
    run: () => setDraft({ live: !draftStore.getState().live }),
  },
  {
    id: 'segment.swapRuns',
    title: 'Swap the two compared runs',
    group: 'Segment',
    when: () => selectionStore.getState().otherRunId !== null,
    run: () => {
      const { runId, otherRunId } = selectionStore.getState();
      if (otherRunId === null || !runsStore.getState().runById.has(otherRunId)) return;
      selectRun(otherRunId);
      compareRun(runId);
    },
  },
];
