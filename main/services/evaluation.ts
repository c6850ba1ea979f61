import path from 'node:path';
import type { CallOutput } from '../../app/contract/list.ts';
import { Failure } from '../../app/domain/failure.ts';
import { hasKnownEnding } from '../../app/formats/open.ts';
import { type EvaluatedPair, evaluateFilesTask } from '../../app/pipeline/tasks/evaluate-files.ts';
import {
  classCounts,
  type Matches,
  matchScores,
  pixelAccuracy,
  pixelScores,
  pooled,
} from '../../app/segmentation/evaluate.ts';
import type { Handler } from './handler.ts';
import type { ServicePorts } from './ports.ts';

type Report = CallOutput<'batch.evaluate'>;

/** A file's stem without what label images are called: `a.labels.tif`, `a_mask.png` and `a_truth.npy` belong to `a`. */
export function pairStem(file: string): string {
  const stem = path
    .basename(file)
    .replace(/\.(gz|bz2)$/i, '')
    .replace(/\.[^.]+$/, '');
  return stem.replace(/[._-](labels?|masks?|truth|gt|seg|classes|segmap|segmentation)$/i, '').toLowerCase();
}

async function labelFiles({ disk }: ServicePorts, place: string): Promise<string[]> {
  const found = await disk.look(place);
  if (found === null) throw new Failure('not-found', `There is no ${place}.`, 'Check the path.', place);
  if (found.kind === 'file') return [place];
  const { entries } = await disk.list(place, false);
  return entries.filter((e) => e.kind === 'file' && hasKnownEnding(e.name)).map((e) => e.path);
}

function scores(evaluated: readonly EvaluatedPair[], classes: boolean): Report['overall'] {
  const all = pooled(evaluated.map((e) => e.confusion));
  const nameOf = (value: number) => (classes ? String(value) : value === 0 ? 'background' : 'particle');
  const sums = evaluated.every((e) => e.matches !== null) ? evaluated.map((e) => e.matches as readonly Matches[]) : [];
  const add = (key: 'found' | 'true' | 'matched' | 'iouSum', t: number) => sums.reduce((sum, m) => sum + m[t][key], 0);
  const matches = (sums[0] ?? []).map(({ threshold }, t) => ({
    threshold,
    found: add('found', t),
    true: add('true', t),
    matched: add('matched', t),
    iouSum: add('iouSum', t),
  }));
  return {
    pixelAccuracy: pixelAccuracy(all),
    classes: all.classes.map((value, i) => ({ name: nameOf(value), ...pixelScores(classCounts(all, i)) })),
    instances:
      matches.length === 0
        ? null
        : { found: matches[0].found, true: matches[0].true, matches: matches.map(matchScores) },
  };
}

/** Pairs label images with true ones by their stems and scores them, each by itself and all together. */
export function evaluateHandler(ports: ServicePorts): Handler<'batch.evaluate'> {
  return async ({ labels, truth, classes }, { signal }) => {
    const [found, there] = [await labelFiles(ports, labels), await labelFiles(ports, truth)];
    const single = found.length === 1 && there.length === 1;
    const partners = new Map(there.map((file) => [pairStem(file), file]));
    const evaluated: EvaluatedPair[] = [];
    const pairs: Report['pairs'] = [];
    const unpaired: string[] = [];
    const used = new Set<string>();
    for (const file of found) {
      const partner = single ? there[0] : partners.get(pairStem(file));
      if (partner === undefined || used.has(partner)) {
        unpaired.push(file);
        continue;
      }
      used.add(partner);
      const pair = await ports.tasks.run(evaluateFilesTask, { labels: file, truth: partner, classes }, { signal });
      evaluated.push(pair);
      pairs.push({ name: pairStem(file), labels: file, truth: partner, ...scores([pair], classes) });
    }
    unpaired.push(...there.filter((file) => !used.has(file)));
    if (pairs.length === 0) {
      throw new Failure(
        'not-found',
        `No label image of ${labels} has a partner in ${truth}.`,
        'Files are paired by their stems: results/a.labels.tif with truth/a.tif.',
        labels,
      );
    }
    return { pairs, overall: scores(evaluated, classes), unpaired };
  };
}
