import { createStore } from 'zustand/vanilla';
import { Failure, type FailureInfo } from '../../../app/domain/failure.ts';
import type { ModelClass } from '../../../app/domain/training/model-card.ts';
import { importModel } from './models.ts';
import { setTrainView } from './train-view.ts';

/** A model file that could not be taken in as it is: the person may name its classes, or see why not. */
export interface IncomingModel {
  readonly path: string;
  readonly failure: FailureInfo;
}

export const incomingModelStore = createStore<{ readonly incoming: IncomingModel | null }>()(() => ({
  incoming: null,
}));

export function dismissIncoming(): void {
  incomingModelStore.setState({ incoming: null });
}

/** Takes a model file in and shows its card; what is wrong with it stands where models are listed. */
export async function receiveModel(path: string, classes?: readonly ModelClass[]): Promise<void> {
  try {
    await importModel(path, classes);
    dismissIncoming();
    setTrainView({ tab: 'model' });
  } catch (thrown) {
    incomingModelStore.setState({ incoming: { path, failure: Failure.from(thrown).info } });
  }
}
