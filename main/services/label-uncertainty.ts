import type { QueueItem } from '../../app/contract/labels.ts';
import type { FeatureColumn } from '../../app/domain/feature-table.ts';
import { decodeInstance } from '../../app/domain/instance-codec.ts';
import type { PixelBox } from '../../app/domain/run-mask.ts';
import { isChecked, type UncertainRow, uncertainRowsTask } from '../../app/pipeline/tasks/review-labels.ts';
import { uncertaintyColumn } from '../../app/pipeline/uncertainty.ts';
import type { StoredTable } from '../../app/ports/stored.ts';
import { expectRun, frameItem, frameName, type Queue, type QueueSource } from './label-queue-items.ts';
import { passingRows } from './run-facts.ts';
import { sharedCopy } from './shared-copy.ts';

const fallbackNote =
  'This run does not say how sure it was: first comes what differs most from the rest of the run in size or shape.';

function shown(value: number, { unit }: FeatureColumn): string {
  const text = Math.abs(value) >= 100 ? value.toFixed(0) : value.toPrecision(3);
  return unit === '' ? text : `${text} ${unit}`;
}

/** The worst rows of a run, with the reason for each. */
async function worstRows({ ports, labels, asked, signal }: QueueSource, runId: number, table: StoredTable) {
  const { reads } = labels;
  const own = table.columns.find(({ id }) => id === uncertaintyColumn.id);
  const used = own === undefined ? table.columns.filter(({ group }) => group === 'size' || group === 'shape') : [own];
  const [values, { pass }] = await Promise.all([
    Promise.all(used.map(async ({ id }) => sharedCopy(await reads.column(runId, id)))),
    passingRows(labels.project, runId, table),
  ]);
  const spans = table.spans.map(({ start, count }) => ({ start, count }));
  const asking = { pass, spans, unit: asked.unit, most: asked.sample };
  const worst = await ports.tasks.run(
    uncertainRowsTask,
    own === undefined
      ? { ...asking, uncertainty: null, columns: values }
      : { ...asking, uncertainty: values[0], columns: [] },
    { priority: 'view', signal },
  );
  const reason = ({ row, score, column }: UncertainRow) => {
    if (own !== undefined) return `The run was ${Math.round(100 * (1 - score))} % sure`;
    if (column < 0) return 'Like the rest of the run';
    const about = used[column];
    return `${about.title} ${shown(values[column][row], about)}, the run's median is ${shown(worst.medians[column], about)}`;
  };
  return { ...worst, pass, reason, note: own === undefined ? fallbackNote : '' };
}

/** Particles, or frames, of a run of which it was least sure. */
export async function uncertain(source: QueueSource): Promise<Queue> {
  const { labels, asked, known } = source;
  const runId = expectRun(asked.runId);
  const table = await labels.reads.table(runId);
  const { rows, total, pass, reason, note } = await worstRows(source, runId, table);
  const reviewed = table.spans.filter((span) => known.get(frameName(span))?.reviewed === true);
  const bytesOf = new Map<string, Uint8Array>();
  const checkedIn = new Map<string, readonly PixelBox[]>();
  const items: QueueItem[] = [];
  for (const about of rows) {
    const span = table.spans.find(({ start, count }) => about.row >= start && about.row < start + count);
    if (span === undefined) continue;
    const { imageId, frame, start } = span;
    const text = { score: about.score, reason: reason(about) };
    if (asked.unit === 'frames') {
      items.push(await frameItem(source, { imageId, frame }, 'uncertain', text));
      continue;
    }
    const name = frameName(span);
    const bytes = bytesOf.get(name) ?? (await labels.reads.instances(runId, imageId, frame)).bytes;
    bytesOf.set(name, bytes);
    const { x, y, width, height } = decodeInstance(bytes, about.row - start).mask;
    const checked = checkedIn.get(name) ?? (await labels.reads.checkedPlaces({ setId: asked.setId, imageId, frame }));
    checkedIn.set(name, checked);
    const done = known.get(name)?.reviewed === true || isChecked({ x, y, width, height }, checked);
    const place = { imageId, frame, instanceId: null, row: about.row, box: { x, y, width, height } };
    items.push({ ...place, ...text, kind: 'uncertain', done });
  }
  let done = reviewed.length;
  if (asked.unit === 'particles') {
    done = 0;
    for (const { start, count } of reviewed) for (let row = start; row < start + count; row++) done += pass[row];
    done += items.filter((item) => item.done && known.get(frameName(item))?.reviewed !== true).length;
  }
  return { items, total, done, note };
}
