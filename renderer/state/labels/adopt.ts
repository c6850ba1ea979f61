import { ask } from '../../client/session.ts';
import { saving } from '../saving.ts';
import { labelStore, selectInstances } from './label-store.ts';
import { workOnLayer } from './layers.ts';
import { flushLabels, reloadLabels } from './shown-labels.ts';

/** The class that a model's particle gets: the active one, or the first that stands for particles where the active one does not. */
export function particleClass(): number {
  const { classes, activeClassId } = labelStore.getState();
  const active = classes.find(({ id }) => id === activeClassId);
  const stands = (role: string | undefined) => role !== undefined && role !== 'background' && role !== 'overlap';
  return (stands(active?.role) ? active : classes.find(({ role }) => stands(role)))?.id ?? activeClassId;
}

/** Takes particles of a run into the shown frame's labels, in place of those of `replace`, and chooses them. */
export async function adoptParticles(
  runId: number,
  ids: readonly number[],
  classId = particleClass(),
  replace: readonly number[] = [],
): Promise<void> {
  const { document } = labelStore.getState();
  if (document === null || ids.length === 0) return;
  await saving(async () => {
    await flushLabels();
    const { setId, imageId, frame } = document.ref;
    const wish = { setId, imageId, frame, runId, ids: [...ids], classId, replace: [...replace] };
    const made = await ask('labels.adopt', wish);
    workOnLayer('instances');
    reloadLabels();
    selectInstances(made.ids);
  });
}
