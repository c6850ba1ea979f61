import { ask } from '../../client/session.ts';
import { saving } from '../saving.ts';
import { labelStore, selectInstances } from './label-store.ts';
import { workOnLayer } from './layers.ts';
import { flushLabels, reloadLabels } from './shown-labels.ts';

/** Takes particles of a run into the shown frame's labels, as particles of the active class, and chooses them. */
export async function adoptParticles(runId: number, ids: readonly number[]): Promise<void> {
  const { document, activeClassId } = labelStore.getState();
  if (document === null || ids.length === 0) return;
  await saving(async () => {
    await flushLabels();
    const { setId, imageId, frame } = document.ref;
    const made = await ask('labels.adopt', { setId, imageId, frame, runId, ids: [...ids], classId: activeClassId });
    workOnLayer('instances');
    reloadLabels();
    selectInstances(made.ids);
  });
}
