import { canonicalJson } from '../../app/domain/canonical-json.ts';
import type { Condition } from '../../app/domain/condition.ts';
import type { StoredSample } from '../../app/ports/stored.ts';
import type { Reader, Writer } from './connection.ts';
import { type Edit, edit } from './edit-log.ts';
import { counted, missing } from './missing.ts';

interface SampleRow {
  readonly id: number;
  readonly name: string;
  readonly note: string;
  readonly conditions: string;
  readonly position: number;
}

const select = 'SELECT id, name, note, conditions, position FROM samples WHERE removed = 0';

function fromRow(row: SampleRow): StoredSample {
  return {
    id: row.id,
    name: row.name,
    note: row.note,
    conditions: JSON.parse(row.conditions) as Condition[],
    order: row.position,
  };
}

export function sampleReads(reader: Reader) {
  return {
    samples: (): StoredSample[] => reader.all<SampleRow>(`${select} ORDER BY position, id`).map(fromRow),
  };
}

/** A sample that is not removed. Throws `Failure` not-found. */
export function sampleOf(reader: Reader, id: number): StoredSample {
  const row = reader.one<SampleRow>(`${select} AND id = ?`, id);
  if (row === undefined) throw missing('sample', id);
  return fromRow(row);
}

function insertSample(writer: Writer, made: Edit, name: string, conditions: readonly Condition[] = []): number {
  const position = writer.value<number>('SELECT coalesce(max(position), 0) + 1 FROM samples WHERE removed = 0') ?? 1;
  return made.insert('samples', { name, conditions: canonicalJson(conditions), position });
}

/** `conditions` with those of the same name replaced by `news`, new ones at the end. */
function merged(conditions: readonly Condition[], news: readonly Condition[]): Condition[] {
  const byName = new Map(conditions.map((c) => [c.name, c]));
  for (const condition of news) byName.set(condition.name, condition);
  return [...byName.values()];
}

export function sampleEdits(writer: Writer) {
  return {
    createSample: (name: string): StoredSample =>
      edit(writer, `Create sample ${name}`, (made) => sampleOf(writer, insertSample(writer, made, name))),

    updateSample: (
      id: number,
      change: { name?: string; note?: string; conditions?: readonly Condition[] },
    ): StoredSample => {
      const before = sampleOf(writer, id);
      const title =
        change.name !== undefined && change.name !== before.name
          ? `Rename ${before.name} to ${change.name}`
          : change.conditions !== undefined
            ? `Change conditions of ${before.name}`
            : `Change note of ${before.name}`;
      return edit(writer, title, (made) => {
        made.update('samples', id, {
          ...(change.name === undefined ? {} : { name: change.name }),
          ...(change.note === undefined ? {} : { note: change.note }),
          ...(change.conditions === undefined ? {} : { conditions: canonicalJson(change.conditions) }),
        });
        return sampleOf(writer, id);
      });
    },

    setConditions: (changes: readonly { id: number; conditions: readonly Condition[] }[]): void => {
      const names = changes.map(({ id }) => sampleOf(writer, id).name);
      const whose = names.length === 1 ? names[0] : counted(names.length, 'sample');
      edit(writer, `Change conditions of ${whose}`, (made) => {
        for (const { id, conditions } of changes) {
          made.update('samples', id, { conditions: canonicalJson(conditions) });
        }
      });
    },

    removeSample: (id: number, moveTo: number | null): void => {
      const { name } = sampleOf(writer, id);
      if (moveTo !== null) sampleOf(writer, moveTo);
      if (moveTo === id) throw missing('other sample', id);
      edit(writer, `Remove sample ${name}`, (made) => {
        for (const image of writer.all<{ id: number }>(
          'SELECT id FROM images WHERE sample_id = ? AND removed = 0',
          id,
        )) {
          if (moveTo === null) made.remove('images', image.id);
          else made.update('images', image.id, { sample_id: moveTo });
        }
        made.remove('samples', id);
      });
    },

    importConditions: (
      rows: readonly { sample: string; conditions: readonly Condition[] }[],
      create: boolean,
    ): { created: number; unknown: string[] } => {
      let created = 0;
      const unknown: string[] = [];
      edit(writer, `Import conditions of ${counted(rows.length, 'sample')}`, (made) => {
        const byName = new Map(
          sampleReads(writer)
            .samples()
            .map((s) => [s.name, s.id]),
        );
        for (const { sample, conditions } of rows) {
          const id = byName.get(sample);
          if (id !== undefined) {
            const all = merged(sampleOf(writer, id).conditions, conditions);
            made.update('samples', id, { conditions: canonicalJson(all) });
          } else if (create) {
            byName.set(sample, insertSample(writer, made, sample, conditions));
            created++;
          } else unknown.push(sample);
        }
      });
      return { created, unknown };
    },
  };
}
