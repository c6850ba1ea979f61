import { pointsOf } from '../../clustering/points.ts';
import { scaled } from '../../clustering/scale.ts';
import { malformed } from '../../formats/byte-reader.ts';
import { csvCell, csvNumber } from '../../formats/csv/cell.ts';
import { readTextTable } from '../../formats/csv/read-table.ts';
import { readJson } from '../../formats/json.ts';
import { task } from '../../ports/task.ts';
import { applyClassifier, ClassifierFile, thawed } from '../groups/classifier.ts';
import { chooseColumns, namingColumns } from '../groups/columns.ts';

export interface ClassifyApplyRequest {
  readonly model: string;
  readonly path: string;
}

export interface ClassifyApplyResult {
  readonly text: Uint8Array;
  readonly rows: number;
  readonly skipped: number;
  readonly counts: Readonly<Record<string, number>>;
}

/** Tells the class of each row of a table by a frozen classifier. */
export const classifyApplyTask = task(
  'classify-apply',
  (asked: ClassifyApplyRequest, { open, work }): ClassifyApplyResult => {
    const modelSource = open(asked.model);
    const parsed = ClassifierFile.safeParse(readJson(modelSource));
    if (!parsed.success) throw malformed(modelSource, 'it is no classifier of this program');
    const { classes, columns } = parsed.data;
    const model = thawed(parsed.data);
    if (typeof model === 'string') throw malformed(modelSource, model);
    const source = open(asked.path);
    const table = readTextTable(source, () => work.check());
    const chosen = chooseColumns(
      table,
      source.name,
      columns.map(({ name }) => name),
    );
    const scale = {
      scaling: 'zscore' as const,
      centre: Float64Array.from(columns, ({ centre }) => centre),
      spread: Float64Array.from(columns, ({ spread }) => spread),
    };
    const points = scaled(pointsOf(chosen.values, chosen.rows, work.threads), scale, work.threads);
    const { labels, shares } = applyClassifier(points, model, work);
    const named = namingColumns(table);
    const lines = [
      ['row', ...named.map(({ name }) => csvCell(name)), 'class', ...(shares === null ? [] : ['share'])].join(','),
    ];
    const counts: Record<string, number> = Object.fromEntries(classes.map((name) => [name, 0]));
    for (let row = 0, k = 0; row < table.rows; row++) {
      const here = chosen.rows[k] === row;
      const cells = [
        String(row + 1),
        ...named.map(({ values, text }) => (values === null ? csvCell(text?.[row] ?? '') : csvNumber(values[row]))),
      ];
      cells.push(here ? csvCell(classes[labels[k]]) : '');
      if (shares !== null) cells.push(here ? csvNumber(shares[k]) : '');
      lines.push(cells.join(','));
      if (here) counts[classes[labels[k++]]]++;
    }
    return {
      text: new TextEncoder().encode(`${lines.join('\n')}\n`),
      rows: chosen.rows.length,
      skipped: table.rows - chosen.rows.length,
      counts,
    };
  },
);
