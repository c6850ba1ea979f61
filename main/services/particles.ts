import { bytesPath } from '../../app/contract/bytes.ts';
import type { HandlersOf } from './handler.ts';
import type { Session } from './session.ts';

/** The particles of a run: its table, its filter, what a person rejected. */
export function particleHandlers(session: Session): HandlersOf<'particles'> {
  const flagged = async (runId: number, rows: readonly number[], rejected: boolean) =>
    session.edit((edits) => edits.setRejected(runId, rows, rejected), { tables: [runId] });
  return {
    'particles.table': async ({ runId }) => {
      const { rows, columns, spans, filter, lengthUnit } = await session.project.reads.table(runId);
      return {
        runId,
        rows,
        columns: columns.map((column) => ({ ...column, url: bytesPath.column(runId, column.id) })),
        spans: [...spans],
        borderUrl: bytesPath.flags(runId, 'border'),
        rejectedUrl: bytesPath.flags(runId, 'rejected'),
        filter,
        lengthUnit,
      };
    },
    'particles.reject': async ({ runId, rows }) => ({ rejected: await flagged(runId, rows, true) }),
    'particles.restore': async ({ runId, rows }) => ({ restored: await flagged(runId, rows, false) }),
    'particles.setFilter': async ({ runId, filter }) => {
      await session.edit((edits) => edits.setFilter(runId, filter), { tables: [runId] });
      return {};
    },
  };
}
