import type { LabelMap } from '../../../app/domain/plane.ts';
import { quietWork } from '../../../app/ports/work.ts';
import { defaultDecode } from '../../../app/segmentation/decode-maps.ts';
import { looksAt } from '../../../app/segmentation/network-particles.ts';
import { evidence, typicalDiameter } from '../../../app/segmentation/particle-facts.ts';
import { type Draw, reduction, runWith, taught } from './apply.ts';
import type { Figure } from './figures.ts';

/** Evidence for one found particle, and how much of one it is: 0 below an IoU of 0.35 with any true one, 1 from 0.65. */
interface Case {
  readonly evidence: readonly number[];
  readonly truth: number;
}

/** Largest IoU of each label with a true particle, on the grid of the labels. */
function bestOverlaps({ width, height, count, data }: LabelMap, { image, labels }: Figure): Float64Array {
  const shared = new Map<number, number>();
  const [own, other] = [new Int32Array(count + 1), new Map<number, number>()];
  const most = labels.reduce((a, b) => Math.max(a, b), 0) + 1;
  for (let i = 0; i < data.length; i++) {
    const x = Math.floor((((i % width) + 0.5) * image.width) / width);
    const y = Math.floor(((Math.floor(i / width) + 0.5) * image.height) / height);
    const truth = labels[y * image.width + x];
    own[data[i]]++;
    if (truth === 0) continue;
    other.set(truth, (other.get(truth) ?? 0) + 1);
    const key = data[i] * most + truth;
    if (data[i] !== 0) shared.set(key, (shared.get(key) ?? 0) + 1);
  }
  const best = new Float64Array(count + 1);
  for (const [key, pixels] of shared) {
    const [label, truth] = [Math.floor(key / most), key % most];
    best[label] = Math.max(best[label], pixels / (own[label] + (other.get(truth) ?? 0) - pixels));
  }
  return best;
}

/** Longest side of the last look, px: figures are about 512 px large. */
const finest = 1000;

/** Every particle that is found in the looks at a figure. */
export async function casesOf(figure: Figure, draw: Draw): Promise<Case[]> {
  const cases: Case[] = [];
  const looking = looksAt(
    figure.image,
    { reduction, taught },
    defaultDecode,
    quietWork,
    ({ scale, flat, labels, facts }) => {
      const best = bestOverlaps(labels, figure);
      const typical = typicalDiameter(facts);
      for (let label = 1; label <= facts.count; label++) {
        const truth = Math.min(1, Math.max(0, (best[label] - 0.35) / 0.3));
        cases.push({ evidence: evidence(facts, label, flat, taught / reduction, typical), truth });
      }
      return scale * Math.max(figure.image.width, figure.image.height) > finest ? 'enough' : 'plain';
    },
  );
  await runWith(looking, draw);
  return cases;
}

/** Weights of a logistic regression by Newton's method, with a ridge of 1. */
export function fitJudge(cases: readonly Case[]): number[] {
  const size = cases[0].evidence.length;
  const weights = Array.from({ length: size }, () => 0);
  for (let round = 0; round < 15; round++) {
    const table = Array.from({ length: size }, (_, a) =>
      Array.from({ length: size + 1 }, (_, b) => (b === size ? -weights[a] : a === b ? 1 : 0)),
    );
    for (const { evidence: x, truth } of cases) {
      const p = 1 / (1 + Math.exp(-x.reduce((sum, v, k) => sum + v * weights[k], 0)));
      for (let a = 0; a < size; a++) {
        table[a][size] += (truth - p) * x[a];
        for (let b = 0; b < size; b++) table[a][b] += p * (1 - p) * x[a] * x[b];
      }
    }
    solve(table).forEach((change, k) => {
      weights[k] += change;
    });
  }
  return weights.map((w) => Number(w.toPrecision(5)));
}

/** Solution of a symmetric positive system, given with its right side as last column, by Gauss-Jordan with pivots. */
function solve(table: number[][]): number[] {
  const size = table.length;
  for (let a = 0; a < size; a++) {
    const rest = table.slice(a).map((row) => Math.abs(row[a]));
    const pivot = a + rest.indexOf(Math.max(...rest));
    [table[a], table[pivot]] = [table[pivot], table[a]];
    for (let b = 0; b < size; b++) {
      if (b === a) continue;
      const factor = table[b][a] / table[a][a];
      for (let c = a; c <= size; c++) table[b][c] -= factor * table[a][c];
    }
  }
  return table.map((row, a) => row[size] / row[a]);
}
