import type { LabelledInstance } from '../../../app/domain/labels/labelled-instance.ts';
import { touchesBorder } from '../../../app/domain/run-mask.ts';
import type { Reader, Writer } from '../connection.ts';
import type { PlaneRow } from './plane-row.ts';
import { decodeRuns, encodeRuns } from './run-codec.ts';

interface InstanceRow {
  readonly number: number;
  readonly class_id: number;
  readonly reviewed: number;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly area: number;
  readonly runs: Uint8Array;
}

const select =
  'SELECT number, class_id, reviewed, x, y, width, height, area, runs FROM label_instances WHERE plane_id = ?';

type Size = Pick<PlaneRow, 'id' | 'width' | 'height'>;

function fromRow(row: InstanceRow, { width, height }: Size): LabelledInstance {
  const mask = { x: row.x, y: row.y, width: row.width, height: row.height, runs: decodeRuns(row.runs, row.width) };
  return {
    id: row.number,
    mask,
    area: row.area,
    atBorder: touchesBorder(mask, width, height),
    classId: row.class_id,
    reviewed: row.reviewed === 1,
  };
}

/** Particles of a plane, ascending by number. */
export function storedParticles(reader: Reader, plane: Size): LabelledInstance[] {
  return reader.all<InstanceRow>(`${select} ORDER BY number`, plane.id).map((row) => fromRow(row, plane));
}

export function storedParticle(reader: Reader, plane: Size, id: number): LabelledInstance | null {
  const row = reader.one<InstanceRow>(`${select} AND number = ?`, plane.id, id);
  return row === undefined ? null : fromRow(row, plane);
}

/** The particles of a plane while a transaction changes them. */
export class InstanceTable {
  readonly #writer: Writer;
  readonly #plane: PlaneRow;
  readonly #known = new Map<number, LabelledInstance | null>();
  readonly #dirty = new Set<number>();
  /** How many there are, how many of them are reviewed, and the number that the next one gets. */
  instances: number;
  reviewed: number;
  next: number;

  constructor(writer: Writer, plane: PlaneRow) {
    this.#writer = writer;
    this.#plane = plane;
    this.instances = plane.instances;
    this.reviewed = plane.reviewedInstances;
    this.next = plane.nextInstance;
  }

  get(id: number): LabelledInstance | null {
    const known = this.#known.get(id);
    if (known !== undefined) return known;
    const stored = storedParticle(this.#writer, this.#plane, id);
    this.#known.set(id, stored);
    return stored;
  }

  all(): LabelledInstance[] {
    for (const particle of storedParticles(this.#writer, this.#plane))
      if (!this.#known.has(particle.id)) this.#known.set(particle.id, particle);
    return [...this.#known.values()].filter((particle) => particle !== null).sort((a, b) => a.id - b.id);
  }

  put(id: number, next: LabelledInstance | null): void {
    const before = this.get(id);
    this.instances += (next === null ? 0 : 1) - (before === null ? 0 : 1);
    this.reviewed += (next?.reviewed === true ? 1 : 0) - (before?.reviewed === true ? 1 : 0);
    this.next = Math.max(this.next, id + 1);
    this.#known.set(id, next);
    this.#dirty.add(id);
  }

  /** Writes what was put. */
  settle(): void {
    for (const id of this.#dirty) {
      const particle = this.#known.get(id) ?? null;
      if (particle === null)
        this.#writer.run('DELETE FROM label_instances WHERE plane_id = ? AND number = ?', this.#plane.id, id);
      else this.#write(particle);
    }
    this.#dirty.clear();
  }

  #write({ id, classId, reviewed, mask, area }: LabelledInstance): void {
    this.#writer.run(
      `INSERT INTO label_instances (plane_id, number, class_id, reviewed, x, y, width, height, area, runs)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT (plane_id, number) DO UPDATE SET class_id = excluded.class_id, reviewed = excluded.reviewed,
         x = excluded.x, y = excluded.y, width = excluded.width, height = excluded.height, area = excluded.area,
         runs = excluded.runs`,
      this.#plane.id,
      id,
      classId,
      reviewed ? 1 : 0,
      mask.x,
      mask.y,
      mask.width,
      mask.height,
      area,
      encodeRuns(mask.runs, mask.width),
    );
  }
}
