import { useEffect, useState } from 'react';
import type { TableLayout } from '../../../app/contract/particles.ts';
import { readColumn } from '../../state/table.ts';

export type Columns = ReadonlyMap<string, Float64Array>;

const nothing: Columns = new Map();

interface Held {
  /** Run and rows they belong to: values of another table are never shown. */
  readonly key: string;
  readonly columns: Columns;
}

const keyOf = (layout: TableLayout | null) => (layout === null ? '' : `${layout.runId}/${layout.rows}`);

/** Columns of a run's table by id, as they arrive; those that can't be read stay out. */
export function useColumns(layout: TableLayout | null, ids: readonly string[]): Columns {
  const [held, setHeld] = useState<Held>({ key: '', columns: nothing });
  const key = keyOf(layout);
  const wanted = ids.join(' ');
  useEffect(() => {
    if (layout === null) return;
    let alive = true;
    const known = wanted.split(' ').filter((id) => layout.columns.some((column) => column.id === id));
    for (const id of known) {
      readColumn(layout, id).then(
        (values) => {
          if (!alive) return;
          setHeld((before) => {
            const columns = before.key === keyOf(layout) ? before.columns : nothing;
            if (columns.get(id) === values) return before;
            return { key: keyOf(layout), columns: new Map(columns).set(id, values) };
          });
        },
        () => undefined,
      );
    }
    return () => {
      alive = false;
    };
  }, [layout, wanted]);
  return held.key === key ? held.columns : nothing;
}

/** One column, or null while it is not there. */
export function useColumn(layout: TableLayout | null, id: string | null): Float64Array | null {
  return useColumns(layout, id === null ? [] : [id]).get(id ?? '') ?? null;
}
