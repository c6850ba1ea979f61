import type { Restored } from '../../app/ports/stored.ts';
import type { HandlersOf } from './handler.ts';
import type { Session } from './session.ts';

/** Undo and redo. */
export function historyHandlers(session: Session): HandlersOf<'history'> {
  const tell = async ({ tables, labels, labelSets }: Restored) => {
    // Labels of a set that went with the jump can't be read any more: the window hears that the set is gone.
    const sets = labelSets ? new Set((await session.project.reads.labelSets()).map(({ id }) => id)) : null;
    session.tell({
      topics: ['images.changed', 'samples.changed', 'recipes.changed'],
      run: null,
      tables,
      labels: sets === null ? labels : labels.filter(({ setId }) => sets.has(setId)),
      labelSets,
    });
    await session.tellHistory();
  };
  const step = async (way: 'undo' | 'redo', within: 'labels' | 'project') => {
    const { edits } = session.project;
    const edit = await (within === 'labels' ? edits.stepLabels(way) : way === 'undo' ? edits.undo() : edits.redo());
    if (edit !== null && !('held' in edit)) {
      await tell(edit);
      return { title: edit.title, frame: edit.frame, held: null };
    }
    await session.tellHistory();
    return { title: null, frame: null, held: edit?.held ?? null };
  };
  return {
    'history.list': async ({ limit }) => ({
      edits: (await session.project.reads.edits(limit)).map(({ id, title, at, undone, frame }) => ({
        id,
        title,
        at,
        undone,
        frame,
      })),
    }),
    'history.undo': ({ within }) => step('undo', within),
    'history.redo': ({ within }) => step('redo', within),
    'history.jump': async ({ editId }) => {
      const jumped = await session.project.edits.jump(editId);
      if (jumped.steps > 0) await tell(jumped);
      return { title: jumped.newest?.title ?? null, frame: jumped.newest?.frame ?? null };
    },
  };
}
