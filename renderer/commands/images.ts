import { pickPaths } from '../state/browser.ts';
import { undo } from '../state/history.ts';
import { openRegion } from '../state/layout.ts';
import {
  createSample,
  freshSampleName,
  importPaths,
  libraryStore,
  removeImages,
  removeSample,
} from '../state/library.ts';
import { attempt, dismissNotice, showNotice } from '../state/notices.ts';
import { projectStore } from '../state/project.ts';
import { selectionStore } from '../state/selection.ts';
import { chooseTool, scaleBarTool } from '../state/tool.ts';
import { chooseAllImages, startRenaming, stepImage } from '../state/tree.ts';
import { splitPath } from '../ui/quantity.ts';
import type { Command } from './command.ts';
import { requestFocus } from './focus.ts';

const isOpen = () => projectStore.getState().project !== null;
const hasImages = () => libraryStore.getState().images.length > 0;
const count = (n: number, one: string) => (n === 1 ? one : `${n} ${one}s`);

/** The sample that new images should go to: the chosen one, or that of the chosen image. */
export function targetSample(): number | null {
  const { sampleId, shown } = selectionStore.getState();
  if (sampleId !== null) return sampleId;
  return shown === null ? null : (libraryStore.getState().imageById.get(shown.imageId)?.sampleId ?? null);
}

async function importFrom(purpose: 'open-files' | 'open-folder', sampleId: number | null): Promise<void> {
  const picked = await pickPaths({
    purpose,
    title: purpose === 'open-files' ? 'Import micrographs' : 'Import a folder of micrographs',
    confirm: 'Import',
  });
  // A folder that comes in as a whole is a sample of its own, called like it.
  const name = purpose === 'open-folder' && picked.length === 1 ? splitPath(picked[0]).name : undefined;
  if (picked.length > 0) await attempt('samples', 'import', () => importPaths(picked, sampleId, name));
}

function removalTitle(): string {
  const { sampleId, imageIds } = selectionStore.getState();
  if (sampleId !== null) return `Remove sample ${libraryStore.getState().sampleById.get(sampleId)?.name ?? ''}`;
  return `Remove ${count(imageIds.length, 'image')} from the project`;
}

/** Says what went and offers it back, for a while: afterwards Undo still does. */
function tellRemoved(what: string): void {
  const key = 'removed';
  showNotice({
    key,
    place: 'samples',
    kind: 'info',
    text: `${what} removed from the project.`,
    remedy: 'The files stay where they are.',
    action: {
      title: 'Undo',
      run: () => {
        dismissNotice('samples', key);
        void attempt('samples', 'remove', undo);
      },
    },
  });
  setTimeout(() => dismissNotice('samples', key), 15_000);
}

export const imageCommands: readonly Command[] = [
  {
    id: 'images.import',
    title: 'Import files…',
    group: 'Images',
    shortcuts: ['Mod+I'],
    when: isOpen,
    whileTyping: true,
    run: () => importFrom('open-files', targetSample()),
  },
  {
    id: 'images.importFolder',
    title: 'Import a folder…',
    group: 'Images',
    shortcuts: ['Mod+Shift+I'],
    when: isOpen,
    run: () => importFrom('open-folder', null),
  },
  {
    id: 'samples.create',
    title: 'New sample',
    group: 'Images',
    shortcuts: ['Mod+Alt+N'],
    when: isOpen,
    run: async () => {
      const sample = await attempt('samples', 'sample', () =>
        createSample(freshSampleName(libraryStore.getState().samples)),
      );
      if (sample !== undefined) startRenaming({ kind: 'sample', id: sample.id });
    },
  },
  {
    id: 'images.rename',
    title: 'Rename',
    group: 'Images',
    shortcuts: ['F2'],
    scope: 'samples',
    when: () => isOpen() && (hasImages() || selectionStore.getState().sampleId !== null),
    run: () => {
      const { sampleId, shown } = selectionStore.getState();
      if (sampleId !== null) startRenaming({ kind: 'sample', id: sampleId });
      else if (shown !== null) startRenaming({ kind: 'image', id: shown.imageId });
    },
  },
  {
    id: 'images.remove',
    title: removalTitle,
    plainTitle: 'Remove images or a sample',
    group: 'Images',
    shortcuts: ['Delete', 'Backspace'],
    scope: 'samples',
    when: () => {
      const { sampleId, imageIds } = selectionStore.getState();
      return sampleId !== null || imageIds.length > 0;
    },
    run: async () => {
      const { sampleId, imageIds } = selectionStore.getState();
      const images = imageIds.length === 1 ? 'One image' : `${imageIds.length} images`;
      const what = sampleId === null ? images : 'The sample and its images';
      await attempt('samples', 'remove', async () => {
        await (sampleId === null ? removeImages(imageIds) : removeSample(sampleId, null));
        tellRemoved(what);
      });
    },
  },
  {
    id: 'images.selectAll',
    title: 'Select all images',
    group: 'Images',
    shortcuts: ['Mod+A'],
    scope: 'samples',
    when: hasImages,
    run: chooseAllImages,
  },
  {
    id: 'images.next',
    title: 'Next image',
    group: 'Images',
    shortcuts: ['PageDown'],
    when: hasImages,
    run: () => stepImage(1),
  },
  {
    id: 'images.previous',
    title: 'Previous image',
    group: 'Images',
    shortcuts: ['PageUp'],
    when: hasImages,
    run: () => stepImage(-1),
  },
  {
    id: 'images.search',
    title: 'Search images',
    group: 'Images',
    shortcuts: ['/'],
    when: isOpen,
    run: () => {
      openRegion('samplesOpen');
      requestFocus('search');
    },
  },
  {
    id: 'images.calibrate',
    title: 'Set the pixel size',
    group: 'Images',
    shortcuts: ['Mod+Shift+P'],
    room: 'images',
    when: hasImages,
    run: () => {
      openRegion('inspectorOpen');
      requestFocus('pixel-size');
    },
  },
  {
    id: 'images.measureScaleBar',
    title: 'Measure the pixel size on a scale bar',
    group: 'Images',
    shortcuts: ['B'],
    notIn: 'label',
    when: hasImages,
    run: () => chooseTool(scaleBarTool),
  },
];
