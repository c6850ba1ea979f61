import type { ImageInfo } from '../../../app/contract/nouns.ts';
import { columnHeader } from '../../../app/domain/feature-table.ts';
import type { ParticleOrder } from '../../state/particle-order.ts';
import { placeOf } from '../../state/table.ts';
import type { Column } from './table-columns.ts';
import type { Columns } from './use-columns.ts';

/** Selected rows as tab-separated values for a spreadsheet, in the order they are shown in, to 12 digits, frames counted from 1. */
export function copiedRows(
  order: Pick<ParticleOrder, 'table' | 'rows' | 'places'>,
  selected: Uint32Array,
  shown: readonly Column[],
  columns: Columns,
  imageById: ReadonlyMap<number, Pick<ImageInfo, 'name'>>,
): string {
  const { layout } = order.table;
  const rows = selected.filter((row) => order.places[row] >= 0).sort((a, b) => order.places[a] - order.places[b]);
  const lines = [['image', 'frame', 'particle', ...shown.map(columnHeader)].join('\t')];
  for (const row of rows) {
    const at = placeOf(layout, row);
    const name = at === null ? '' : (imageById.get(at.imageId)?.name ?? '');
    let line = `${name}\t${at === null ? '' : at.frame + 1}\t${at?.id ?? ''}`;
    for (const { id } of shown) {
      const value = columns.get(id)?.[row] ?? Number.NaN;
      line += `\t${Number.isNaN(value) ? '' : Number(value.toPrecision(12))}`;
    }
    lines.push(line);
  }
  return lines.join('\n');
}
