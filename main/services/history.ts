import type { SteppedEdit } from '../../app/ports/stored.ts';
import type { HandlersOf } from './handler.ts';
import type { Session } from './session.ts';

/** Undo and redo. */
export function historyHandlers(session: Session): HandlersOf<'history'> {
  const stepped = async (edit: SteppedEdit | null) => {
    if (edit !== null) {
      session.tell({
        topics: ['images.changed', 'samples.changed', 'recipes.changed'],
        run: null,
        tables: edit.tables,
      });
    }
    await session.tellHistory();
    return { title: edit?.title ?? null };
  };
  return {
    'history.list': async ({ limit }) => ({
      edits: (await session.project.reads.edits(limit)).map(({ id, title, at, undone }) => ({ id, title, at, undone })),
    }),
    'history.undo': async () => stepped(await session.project.edits.undo()),
    'history.redo': async () => stepped(await session.project.edits.redo()),
  };
}
