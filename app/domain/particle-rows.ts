import type { Condition } from './condition.ts';
import type { FeatureTable } from './feature-table.ts';

/** Consecutive rows of a feature table that come from one image frame. */
export interface ParticleSpan {
  readonly image: string;
  /** From 0. */
  readonly frame: number;
  readonly sample: string;
  readonly conditions: readonly Condition[];
  /** nm a pixel; null without calibration. */
  readonly pixelSize: number | null;
  readonly start: number;
  readonly count: number;
}

/** A feature table whose rows know their image, as it is exported. Spans cover the rows to export, in row order. */
export interface ParticleRows {
  readonly table: FeatureTable;
  readonly spans: readonly ParticleSpan[];
  /** Id of each row's particle within its image frame, as in label images. */
  readonly ids: Int32Array | Uint32Array;
  /** 1 for each row that goes out; all when left out. */
  readonly pass?: Uint8Array;
}

/** A column of exported tables that holds one synthesis condition; empty where a sample does not have it. */
export interface ConditionColumn {
  readonly name: string;
  readonly unit: string;
  /** "seed volume (mL)", as it is read back by the import of conditions. */
  readonly header: string;
  /** Every value is a number. */
  readonly numeric: boolean;
  /** The value in each span; null where the sample does not have the condition. */
  readonly values: readonly (number | string | null)[];
}

/** The conditions of all spans as columns, in the order in which they first appear. A name with two units makes two. */
export function conditionColumns(spans: readonly ParticleSpan[]): ConditionColumn[] {
  const found = new Map<string, { name: string; unit: string; values: (number | string | null)[] }>();
  spans.forEach((span, s) => {
    for (const { name, unit, value } of span.conditions) {
      const key = `${name}\n${unit}`;
      const column = found.get(key) ?? { name, unit, values: spans.map(() => null) };
      column.values[s] = value;
      found.set(key, column);
    }
  });
  return [...found.values()].map((column) => ({
    ...column,
    header: column.unit === '' ? column.name : `${column.name} (${column.unit})`,
    numeric: column.values.every((value) => value === null || typeof value === 'number'),
  }));
}
