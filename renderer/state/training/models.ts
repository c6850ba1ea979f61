import { createStore } from 'zustand/vanilla';
import type { CallOutput } from '../../../app/contract/list.ts';
import type { ModelInfo } from '../../../app/contract/models.ts';
import type { ModelClass } from '../../../app/domain/training/model-card.ts';
import { ask } from '../../client/session.ts';
import { pickPaths } from '../browser.ts';
import { jobEnded, noteJob } from '../jobs.ts';
import { edit } from '../saving.ts';

export type KnownEvaluation = CallOutput<'models.evaluations'>['evaluations'][number];

/** Models that can be used, and how well they did on labelled frames. */
export interface Models {
  readonly models: readonly ModelInfo[];
  readonly loaded: boolean;
  /** Newest first. */
  readonly evaluations: readonly KnownEvaluation[];
  /** The model whose card is looked at. */
  readonly chosenId: string | null;
  /** The model that it is compared with. */
  readonly otherId: string | null;
  /** Job of an evaluation that is at work. */
  readonly measuring: number | null;
}

const none: Models = {
  models: [],
  loaded: false,
  evaluations: [],
  chosenId: null,
  otherId: null,
  measuring: null,
};

export const modelsStore = createStore<Models>()(() => none);

export function clearModels(): void {
  modelsStore.setState(none, true);
}

export async function loadModels(): Promise<void> {
  const [{ models }, { evaluations }] = await Promise.all([
    ask('models.list', {}),
    ask('models.evaluations', { model: null }),
  ]);
  modelsStore.setState(({ chosenId, otherId }) => ({
    models,
    evaluations,
    loaded: true,
    chosenId: models.some(({ id }) => id === chosenId) ? chosenId : null,
    otherId: models.some(({ id }) => id === otherId) ? otherId : null,
  }));
}

export const modelById = (s: Models, id: string | null): ModelInfo | undefined =>
  id === null ? undefined : s.models.find((model) => model.id === id);

/** The model whose card is shown: the chosen one, else the newest of the project. */
export function shownModel(s: Models): ModelInfo | undefined {
  const own = s.models
    .filter(({ origin }) => origin === 'project')
    .toSorted((a, b) => b.card.created.localeCompare(a.card.created));
  return modelById(s, s.chosenId) ?? own[0];
}

export function chooseModel(chosenId: string | null): void {
  modelsStore.setState(({ otherId }) => ({ chosenId, otherId: otherId === chosenId ? null : otherId }));
}

export function compareModel(otherId: string | null): void {
  modelsStore.setState({ otherId });
}

export async function renameModel(id: string, title: string): Promise<void> {
  await edit('models.rename', { id, title });
  await loadModels();
}

export async function removeModel(id: string): Promise<void> {
  await edit('models.remove', { id });
  await loadModels();
}

const endings = { onnx: '.onnx', bioimage: '.bioimage.zip' } as const;
export type ModelFormat = keyof typeof endings;

/** A file name from a title: letters, digits and dashes. */
export const fileNameOf = (title: string): string =>
  title
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/[^\w]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .toLowerCase() || 'model';

/** Asks where to, and writes the model there as a job. Resolves with the job's id; null when the person thought better of it. */
export async function exportModel({ id, card }: ModelInfo, format: ModelFormat): Promise<number | null> {
  const [path] = await pickPaths({
    purpose: 'save-file',
    title: `Export ${card.title}`,
    confirm: 'Export here',
    suggestedName: fileNameOf(card.title) + endings[format],
  });
  if (path === undefined) return null;
  const job = await ask('models.export', { id, path, format });
  noteJob(job);
  return job.id;
}

/** Takes a model file in and shows its card. A foreign file needs `classes`. */
export async function importModel(path: string, classes?: readonly ModelClass[]): Promise<ModelInfo> {
  const wish = { path, into: 'project' as const, ...(classes === undefined ? {} : { classes: [...classes] }) };
  const model = await edit('models.import', wish);
  await loadModels();
  chooseModel(model.id);
  return model;
}

/** Measures models on the frozen test set of a label set, with Otsu and the Fourier recipe beside them if wished. */
export async function measureModels(ids: readonly string[], setId: number, baselines: boolean): Promise<void> {
  const job = await ask('models.evaluate', { ids: [...ids], setId, frames: null, baselines });
  noteJob(job);
  modelsStore.setState({ measuring: job.id });
  try {
    await jobEnded(job.id);
    await loadModels();
  } finally {
    modelsStore.setState({ measuring: null });
  }
}
