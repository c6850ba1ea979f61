import { Failure } from '../../domain/failure.ts';
import { csvCell, csvNumber } from '../../formats/csv/cell.ts';
import { readTextTable, type TableColumn, type TextTable } from '../../formats/csv/read-table.ts';
import { lineChart } from '../../formats/svg/line-chart.ts';
import { task } from '../../ports/task.ts';
import { enoughFor, groupSizes, groupSpreads } from '../../statistics/sample-size.ts';
import { type Onset, onset, type SizeBin, sizeBins, sizeResolvedDefaults } from '../../statistics/size-resolved.ts';
import { columnNamed, numbersOf } from '../groups/columns.ts';

/** Files of a study, with what is told of it at once. */
export interface Study {
  readonly files: readonly { readonly name: string; readonly text: Uint8Array }[];
  readonly rows: number;
  readonly told: Readonly<Record<string, number | string | null>>;
}

const encoded = (lines: readonly string[]) => new TextEncoder().encode(`${lines.join('\n')}\n`);
const json = (content: unknown) => new TextEncoder().encode(`${JSON.stringify(content, null, 1)}\n`);
const finite = (v: number): number | null => (Number.isFinite(v) ? v : null);

export interface SizeResolvedRequest {
  readonly path: string;
  /** Header of the column of sizes, of the values, and of the samples (null: all one sample). */
  readonly size: string;
  readonly values: readonly string[];
  readonly sample: string | null;
  /** Width of a bin, in the unit of the sizes. */
  readonly bin: number;
  readonly seed: number;
}

/** Means of values in bins of size, their variation across samples, and where they begin to change. */
export const sizeResolvedTask = task('size-resolved', (asked: SizeResolvedRequest, { open, work }): Study => {
  const source = open(asked.path);
  const table = readTextTable(source, () => work.check());
  const column = (name: string) => columnNamed(table, source.name, name);
  const sizeColumn = column(asked.size);
  const sizes = numbersOf(sizeColumn, source.name);
  const { names, of } = samplesOf(table, asked.sample === null ? null : column(asked.sample));
  const options = { ...sizeResolvedDefaults, width: asked.bin, seed: asked.seed };
  const studies = asked.values.map((name, k) => {
    work.check();
    work.progress(k / asked.values.length, name);
    const own = column(name);
    const bins = sizeBins(sizes, numbersOf(own, source.name), of, options);
    if (bins.length > 20_000) {
      throw new Failure(
        'invalid-input',
        `Bins of ${asked.bin} make ${bins.length.toLocaleString('en-US')} of them for “${sizeColumn.name}”.`,
        'Choose wider bins with --bin.',
        sizeColumn.name,
      );
    }
    const x = bins.map((b) => b.size);
    const fall = onset(
      x,
      bins.map((b) => b.mean),
      bins.map((b) => b.error),
      -1,
      options,
    );
    // The error of a coefficient of variation of s samples: cv / sqrt(2 (s - 1)).
    const cv = bins.map((b) => b.cv);
    const rise = onset(
      x,
      cv,
      bins.map((b, i) => cv[i] / Math.sqrt(2 * Math.max(1, b.means.filter((m) => !Number.isNaN(m)).length - 1))),
      1,
      options,
    );
    return { name: own.name, bins, fall, rise };
  });
  const files = studies.flatMap((study) => studyFiles(study, sizeColumn.name, names, studies.length));
  const report = {
    table: source.name,
    rows: table.rows,
    size: sizeColumn.name,
    bin: asked.bin,
    samples: names,
    leastParticles: options.least,
    onsets: studies.map(({ name, fall, rise }) => ({ value: name, meanFalls: fall, variationRises: rise })),
    intervals: `Middle 95 % of ${options.rounds} fits to bins drawn anew from their means and standard errors.`,
    seed: asked.seed,
  };
  return {
    files: [...files, { name: 'report.json', text: json(report) }],
    rows: table.rows,
    told: Object.fromEntries(
      studies.flatMap(({ name, fall, rise }) => [
        [`${name}: mean falls from`, fall === null ? null : fall.size],
        [`${name}: variation rises from`, rise === null ? null : rise.size],
      ]),
    ),
  };
});

/** Names of the samples in order of appearance, and the number of each row's; one sample without a column. */
function samplesOf(table: TextTable, column: TableColumn | null): { names: string[]; of: Int32Array | null } {
  if (column === null) return { names: ['all'], of: null };
  const name = (row: number) => column.text?.[row] ?? String(column.values?.[row] ?? '');
  const numberOf = new Map<string, number>();
  const of = Int32Array.from({ length: table.rows }, (_, row) => {
    const own = name(row);
    const known = numberOf.get(own) ?? numberOf.size;
    numberOf.set(own, known);
    return known;
  });
  if (numberOf.size > 200) {
    throw new Failure(
      'invalid-input',
      `Column “${column.name}” holds ${numberOf.size} samples.`,
      'Name the column of samples with --sample.',
      column.name,
    );
  }
  return { names: [...numberOf.keys()], of };
}

interface ValueStudy {
  readonly name: string;
  readonly bins: readonly SizeBin[];
  readonly fall: Onset | null;
  readonly rise: Onset | null;
}

function studyFiles({ name, bins, fall, rise }: ValueStudy, size: string, samples: readonly string[], studies: number) {
  const stem = studies === 1 ? 'size-resolved' : `size-resolved.${name.replace(/[^A-Za-z0-9]+/g, '_')}`;
  const header = [
    'size',
    'particles',
    'mean',
    'standard_error',
    'cv',
    ...samples.flatMap((s) => [`mean ${s}`, `n ${s}`]),
  ];
  const lines = [header.map(csvCell).join(',')];
  for (const b of bins) {
    const own = samples.flatMap((_, s) => [csvNumber(b.means[s]), String(b.counts[s])]);
    lines.push([csvNumber(b.size), String(b.count), ...[b.mean, b.error, b.cv].map(csvNumber), ...own].join(','));
  }
  const x = bins.map((b) => b.size);
  const mark = (label: string, o: Onset | null) =>
    o === null ? [] : [{ name: label, x: o.size, interval: o.interval }];
  const count = bins.reduce((sum, b) => sum + b.count, 0).toLocaleString('en-US');
  const chart = lineChart({
    title: `${name} by size`,
    xTitle: size,
    yTitle: name,
    lines: samples.slice(0, 8).map((s, i) => ({
      name: s,
      x,
      y: bins.map((b) => b.means[i]),
      error: bins.map((b) => b.errors[i]),
    })),
    marks: mark('mean falls', fall),
    note: `n = ${count} particles; bands: standard error; grey: 95 % interval of the onset`,
  });
  const variation = lineChart({
    title: `${name}: variation across samples`,
    xTitle: size,
    yTitle: 'Coefficient of variation',
    lines: [{ name: 'CV of the samples’ means', x, y: bins.map((b) => b.cv) }],
    marks: mark('variation rises', rise),
    note: `${samples.length} samples; grey: 95 % interval of the onset`,
  });
  const files = [
    { name: `${stem}.csv`, text: encoded(lines) },
    { name: `${stem}.svg`, text: new TextEncoder().encode(chart) },
  ];
  return samples.length > 1 ? [...files, { name: `${stem}.cv.svg`, text: new TextEncoder().encode(variation) }] : files;
}

export interface SampleSizeRequest {
  readonly path: string;
  readonly column: string;
  /** Sizes of groups; null: 10, 20, 50, 100, ... */
  readonly groups: readonly number[] | null;
  readonly seed: number;
}

/** Spreads at which the number of particles is told. */
const limits = [0.01, 0.02, 0.05] as const;

/** How many particles are enough: variation of the means of groups of n, in order and shuffled. */
export const sampleSizeTask = task('sample-size', (asked: SampleSizeRequest, { open, work }): Study => {
  const source = open(asked.path);
  const table = readTextTable(source, () => work.check());
  const column = columnNamed(table, source.name, asked.column);
  const values = numbersOf(column, source.name);
  const there = values.reduce((n, v) => n + (Number.isFinite(v) ? 1 : 0), 0);
  const spreads = groupSpreads(values, asked.groups ?? groupSizes(there), asked.seed);
  if (spreads.length === 0) {
    throw new Failure(
      'invalid-input',
      `${there} particles are too few for two groups of any of these sizes.`,
      'Give smaller groups with --groups, or more particles.',
      source.name,
    );
  }
  work.progress(0.9, 'Writing');
  const lines = ['particles,groups,cv_in_order,cv_shuffled,cv_expected'];
  for (const s of spreads) lines.push([s.n, s.groups, s.inOrder, s.shuffled, s.expected].map(csvNumber).join(','));
  const x = spreads.map((s) => s.n);
  const percent = (key: 'inOrder' | 'shuffled' | 'expected') => spreads.map((s) => 100 * s[key]);
  const chart = lineChart({
    title: `How many particles: ${column.name}`,
    xTitle: 'Particles in a group',
    yTitle: 'CV of the groups’ means (%)',
    lines: [
      { name: 'in order', x, y: percent('inOrder') },
      { name: 'shuffled', x, y: percent('shuffled') },
      { name: 'σ / (mean √n)', x, y: percent('expected'), dashed: true },
    ],
    logX: true,
    logY: true,
    note: `n = ${there.toLocaleString('en-US')} particles`,
  });
  const needed = limits.map((cv) => ({
    cv,
    inOrder: enoughFor(spreads, 'inOrder', cv),
    shuffled: enoughFor(spreads, 'shuffled', cv),
  }));
  const report = {
    table: source.name,
    column: column.name,
    particles: there,
    curves: spreads,
    needed,
    seed: asked.seed,
  };
  return {
    files: [
      { name: 'sample-size.csv', text: encoded(lines) },
      { name: 'sample-size.svg', text: new TextEncoder().encode(chart) },
      { name: 'report.json', text: json(report) },
    ],
    rows: there,
    told: Object.fromEntries(
      needed.flatMap(({ cv, inOrder, shuffled }) => [
        [`particles for ${100 * cv} % in order`, inOrder === null ? null : finite(inOrder)],
        [`particles for ${100 * cv} % shuffled`, shuffled === null ? null : finite(shuffled)],
      ]),
    ),
  };
});
