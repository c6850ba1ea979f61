import type { Labels } from '../../scene/frame/plane.ts';
import { paintEach, paintOne, paintValues } from '../../scene/labels/colours.ts';
import { InstanceLooks, stateBits } from '../../scene/labels/instance-looks.ts';
import type { PlaneRef, Selection } from '../../state/selection.ts';
import { idsIn, type RunTable, readColumn, rowOf, spanOf } from '../../state/table.ts';
import type { OverlayView } from '../../state/view.ts';

/** What the looks of a label map were last made from. */
interface Known {
  readonly looks: InstanceLooks;
  colour: OverlayView['colour'] | null;
  column: Float64Array | null;
  table: RunTable | null;
  rows: Uint32Array | null;
  hover: number | null;
  showDropped: boolean | null;
}

/** The accent, as RGB bytes. */
const accent = [79, 163, 255] as const;

/** Keeps the looks of every label map on the stage true to the selection, the filter and the overlay's settings. */
export class Overlays {
  readonly #known = new WeakMap<Labels, Known>();
  readonly #columns = new Map<string, Float64Array | null>();
  readonly #arrived: () => void;

  /** `arrived` hears that something came which changes looks. */
  constructor(arrived: () => void) {
    this.#arrived = arrived;
  }

  looks(
    labels: Labels,
    plane: PlaneRef,
    table: RunTable | null,
    overlay: OverlayView,
    selection: Pick<Selection, 'rows' | 'hoverRow'> | null,
  ): InstanceLooks {
    let known = this.#known.get(labels);
    if (known === undefined) {
      known = {
        looks: new InstanceLooks(labels.count),
        colour: null,
        column: null,
        table: null,
        rows: null,
        hover: null,
        showDropped: null,
      };
      this.#known.set(labels, known);
    }
    this.#paint(known, plane, table, overlay);
    markStates(known, plane, table, overlay.showDropped, selection);
    return known.looks;
  }

  /** Forgets the columns, as when another project opens. */
  forget(): void {
    this.#columns.clear();
  }

  #paint(known: Known, plane: PlaneRef, table: RunTable | null, overlay: OverlayView): void {
    const { colour } = overlay;
    const column = typeof colour === 'object' && table !== null ? this.#column(table, colour.column) : null;
    if (known.colour === colour && known.column === column) return;
    known.colour = colour;
    known.column = column;
    const span = table === null ? undefined : spanOf(table.layout, plane);
    known.looks.paint((colours) => {
      if (column !== null && span !== undefined) {
        const { range, map } = typeof colour === 'object' ? colour : {};
        const { low, high } = range ?? middleRange(column);
        paintValues(colours, column.subarray(span.start, span.start + span.count), low, high, map ?? 'viridis');
      } else if (colour === 'each') paintEach(colours);
      else paintOne(colours, accent);
    });
  }

  #column(table: RunTable, id: string): Float64Array | null {
    const key = `${table.layout.runId} ${id}`;
    const known = this.#columns.get(key);
    if (known !== undefined) return known;
    this.#columns.set(key, null);
    void (async () => {
      try {
        this.#columns.set(key, await readColumn(table.layout, id));
        this.#arrived();
      } catch {
        // the panel that offers the column tells why it can't be read; here particles keep one colour
      }
    })();
    return null;
  }
}

function markStates(
  known: Known,
  plane: PlaneRef,
  table: RunTable | null,
  showDropped: boolean,
  selection: Pick<Selection, 'rows' | 'hoverRow'> | null,
): void {
  const span = table === null ? undefined : spanOf(table.layout, plane);
  if (table === null || span === undefined) return;
  const { looks } = known;
  if (known.table !== table || known.showDropped !== showDropped) {
    const from = span.start;
    const to = from + span.count;
    looks.markWhere(stateBits.rejected, table.rejected.subarray(from, to), 1);
    looks.markWhere(stateBits.dropped, table.pass.subarray(from, to), 0);
    if (showDropped) looks.mark(stateBits.hidden, []);
    else looks.markWhere(stateBits.hidden, table.pass.subarray(from, to), 0);
    known.rows = null;
    known.hover = null;
    known.table = table;
    known.showDropped = showDropped;
  }
  const rows = selection?.rows ?? none;
  if (known.rows !== rows) {
    known.rows = rows;
    looks.mark(stateBits.selected, idsIn(span, rows));
  }
  const hover = selection?.hoverRow ?? null;
  if (known.hover !== hover) {
    known.hover = hover;
    looks.mark(
      stateBits.hovered,
      hover === null || rowOf(span, hover - span.start + 1) === null ? [] : [hover - span.start + 1],
    );
  }
}

const none = new Uint32Array(0);

/** The range that colours span: from the 2nd to the 98th percentile, so that one outlier does not grey the rest. */
export function middleRange(values: Float64Array): { low: number; high: number } {
  const numbers = values.filter((v) => Number.isFinite(v)).sort();
  if (numbers.length === 0) return { low: 0, high: 1 };
  const low = numbers[Math.floor(0.02 * (numbers.length - 1))];
  const high = numbers[Math.ceil(0.98 * (numbers.length - 1))];
  return high > low ? { low, high } : { low, high: low + 1 };
}
