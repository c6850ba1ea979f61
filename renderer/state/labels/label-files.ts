import { createStore } from 'zustand/vanilla';
import type { CallOutput } from '../../../app/contract/list.ts';
import { ask } from '../../client/session.ts';
import { changeBrowser, pickPaths } from '../browser.ts';
import { labelStore } from './label-store.ts';

export type Legend = CallOutput<'labels.guessKey'>;

/** Label files that were chosen and are not taken in yet. */
export interface Incoming {
  readonly paths: readonly string[];
  /** What the first of them holds; null when it is no label image. */
  readonly legend: Legend | null;
  /** Class by entry of the legend; null = stays unlabelled. */
  readonly classOf: readonly (number | null)[];
}

export const incomingStore = createStore<{ readonly incoming: Incoming | null }>()(() => ({ incoming: null }));

const pictures = /\.(tiff?|png)$/i;

/** Asks for label files and looks at what they hold. */
export async function chooseLabelFiles(): Promise<void> {
  const picked = pickPaths({ purpose: 'open-files', title: 'Import labels', confirm: 'Choose' });
  // annotations and archives are no micrographs
  changeBrowser({ everything: true });
  const paths = await picked;
  if (paths.length === 0) return;
  const picture = paths.find((path) => pictures.test(path));
  const { setId } = labelStore.getState();
  const legend = picture === undefined ? null : await ask('labels.guessKey', { setId, path: picture });
  incomingStore.setState({
    incoming: { paths, legend, classOf: legend?.entries.map(({ classId }) => classId) ?? [] },
  });
}

export function setEntryClass(at: number, classId: number | null): void {
  incomingStore.setState(({ incoming }) => ({
    incoming:
      incoming === null ? null : { ...incoming, classOf: incoming.classOf.map((one, i) => (i === at ? classId : one)) },
  }));
}

export function leaveIncoming(): void {
  incomingStore.setState({ incoming: null });
}

/** The key that the legend stands for. */
export function keyOf({ legend, classOf }: Incoming) {
  if (legend === null || legend.kind === 'instances') return null;
  return legend.entries.map(({ value, colour }, i) => ({
    ...(value === null ? {} : { value }),
    ...(colour === null ? {} : { colour }),
    classId: classOf[i] ?? null,
  }));
}

/** Asks for the folder that labels are written into; null when the person thought better of it. */
export async function chooseExportFolder(): Promise<string | null> {
  const [path] = await pickPaths({ purpose: 'open-folder', title: 'Export labels into', confirm: 'Export here' });
  return path ?? null;
}
