import path from 'node:path';
import { covarianceKinds, criteria, groupMethods, linkageMethods, scalings } from '../../../../app/domain/grouping.ts';
import { type Command, type CommandContext, counted, needFlag, numberFlag, textFlag, wrongUsage } from '../command.ts';
import { listFlag, oneOf, wholeFlag } from '../shape-flags.ts';

const name = 'cluster';

/** Numbers of groups as `4`, `2..8` or `2,3,5`; null when the option is not given. */
function componentsFlag(context: CommandContext): number[] | null {
  const text = textFlag(context, 'components');
  if (text === undefined) return null;
  const range = /^(\d+)\s*(?:\.\.|-|:)\s*(\d+)$/.exec(text.trim());
  const found =
    range === null
      ? text.split(',').map((part) => (part.trim() === '' ? Number.NaN : Number(part)))
      : Array.from({ length: Math.max(0, Number(range[2]) - Number(range[1]) + 1) }, (_, i) => Number(range[1]) + i);
  if (found.length === 0 || found.some((k) => !Number.isSafeInteger(k) || k < 1 || k > 1000))
    throw wrongUsage(`--components needs whole numbers such as 4, 1..10 or 2,3,5, not “${text}”.`, name);
  return found;
}

interface Result {
  readonly out: string;
  readonly files: readonly string[];
  readonly rows: number;
  readonly skipped: number;
  readonly sizes: readonly number[];
  readonly noise: number;
  readonly silhouette: number | null;
}

export const clusterCommand: Command = {
  name,
  summary: 'Group the rows of a table: Gaussian mixtures, K-means, linkage, DBSCAN, OPTICS.',
  usage:
    'cluster --table T.csv [--columns a,b] --method gmm|kmeans|linkage|dbscan|optics [--components 1..10] [--criterion bic|aic|silhouette] [--pca N] --out DIR [--json]',
  examples: [
    'morphoscope cluster --table fingerprints.csv --pca 10 --method gmm --components 1..10 --criterion bic --out groups',
    'morphoscope cluster --table features.csv --columns area,solidity --method kmeans --components 2..6 --out groups',
    'morphoscope cluster --table features.csv --method dbscan --eps 0.3 --min-points 12 --out groups',
  ],
  options: {
    table: { type: 'string' },
    columns: { type: 'string' },
    method: { type: 'string' },
    components: { type: 'string' },
    criterion: { type: 'string' },
    pca: { type: 'string' },
    scale: { type: 'string' },
    covariance: { type: 'string' },
    linkage: { type: 'string' },
    starts: { type: 'string' },
    seed: { type: 'string' },
    eps: { type: 'string' },
    xi: { type: 'string' },
    'min-points': { type: 'string' },
    out: { type: 'string' },
  },
  optionHelp: {
    table: ['T.csv', 'Table with a row a particle, by this program or another.'],
    columns: [
      'a,b',
      'Columns to group by, with or without their unit; without it all that hold numbers and tell particles apart.',
    ],
    method: [groupMethods.join('|'), 'How to group.'],
    components: ['4|1..10|2,3,5', 'gmm, kmeans, linkage: numbers of groups to try (1..10; 2..10 by silhouette).'],
    criterion: [criteria.join('|'), 'What chooses among them: bic for gmm, else silhouette.'],
    pca: ['N', 'Group by the first N principal components.'],
    scale: [scalings.join('|'), 'How columns are made comparable: zscore, but none for fingerprints.'],
    covariance: [covarianceKinds.join('|'), 'gmm: shape of the groups (full).'],
    linkage: [linkageMethods.join('|'), 'linkage: distance between groups (ward).'],
    starts: ['N', 'gmm, kmeans: starts, of which the best is taken (5, for large tables 1; 10).'],
    seed: ['N', 'Seed of the starts (0): the same seed gives the same groups.'],
    eps: ['R', 'dbscan: radius; optics: height at which the plot is cut. Suggested without it.'],
    xi: ['0.05', 'optics: groups are valleys whose sides drop by this share, in place of a cut.'],
    'min-points': ['N', 'dbscan, optics: rows that make a place dense.'],
    out: [
      'DIR',
      'Folder for clusters.csv (groups from 0, -1 noise), report.json and, by method, dendrogram.csv or reachability.csv.',
    ],
  },
  run: async (context) => {
    const { client, json, print, note } = context;
    needFlag(context, 'method', name);
    const table = needFlag(context, 'table', name);
    const asked = {
      table: path.resolve(table),
      columns: listFlag(context, 'columns'),
      method: oneOf(context, 'method', groupMethods, name),
      components: componentsFlag(context),
      criterion: textFlag(context, 'criterion') === undefined ? null : oneOf(context, 'criterion', criteria, name),
      pca: wholeFlag(context, 'pca', 1, null, name),
      scaling: textFlag(context, 'scale') === undefined ? null : oneOf(context, 'scale', scalings, name),
      covariance: oneOf(context, 'covariance', covarianceKinds, name),
      linkage: oneOf(context, 'linkage', linkageMethods, name),
      starts: wholeFlag(context, 'starts', 1, null, name),
      seed: wholeFlag(context, 'seed', 0, 0, name) ?? 0,
      eps: numberFlag(context, 'eps', name),
      xi: numberFlag(context, 'xi', name),
      minPoints: wholeFlag(context, 'min-points', 1, null, name),
      out: path.resolve(needFlag(context, 'out', name)),
    };
    const job = await context.job(client.ask('analysis.cluster', asked));
    const result = job.result as unknown as Result;
    if (result.skipped > 0)
      note(
        `${counted(result.skipped, 'row')} without a number in every column: no group.\n  Leave columns out with --columns.`,
      );
    if (json) print(JSON.stringify(result, null, 1));
    else {
      const score = result.silhouette === null ? '' : `, silhouette ${result.silhouette.toFixed(3)}`;
      const noise = result.noise === 0 ? '' : `, ${result.noise} noise`;
      print(
        `${counted(result.rows, 'particle')} in ${counted(result.sizes.length, 'group')}${noise}${score} -> ${result.out}`,
      );
      result.sizes.forEach((size, g) => {
        print(`  ${g}: ${size}`);
      });
    }
    return 0;
  },
};
