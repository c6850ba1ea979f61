import type { ModelCard } from '../../app/domain/training/model-card.ts';
import type { Evaluation, ThresholdCurve } from '../../app/domain/training/scores.ts';
import type { AbortSignalLike } from '../../app/ports/task.ts';
import { type CurveCounts, curveOf } from '../../app/training/curves.ts';
import { type EvaluationCounts, mergeEvaluations, softDice } from '../../app/training/evaluation.ts';
import { sizeEdges } from '../../app/training/territories.ts';
import { scoreFrames, scoresOfCounts, type TrainedNetwork } from './model-scores.ts';
import type { Material, MaterialFrame } from './training-material.ts';
import type { TrainingRoom } from './training-room.ts';

/** Groups of particle sizes. */
const sizeGroups = 4;

function thresholds(name: string, counts: CurveCounts): ThresholdCurve {
  const curve = curveOf(counts);
  // every fifth point draws the same line
  const thin = <T>(values: readonly T[]) => values.filter((_, i) => i % 5 === 0);
  const known = (values: readonly number[]) => thin(values).map((v) => (Number.isFinite(v) ? v : null));
  return {
    name,
    thresholds: thin(curve.threshold),
    precision: known(curve.precision),
    recall: known(curve.recall),
  };
}

/** Recall at a threshold of one half: what a user sees. */
function recallOf({ positives }: CurveCounts): number | null {
  const half = positives.length / 2;
  let [all, found] = [0, 0];
  for (let i = 0; i < positives.length; i++) {
    all += positives[i];
    if (i >= half) found += positives[i];
  }
  return all === 0 ? null : found / all;
}

/** What a model is worth on frames with labels. */
export function evaluationOf(
  card: Pick<ModelCard, 'id' | 'title' | 'classes' | 'learnedFrom'> & { readonly sha256: string | null },
  frames: readonly MaterialFrame[],
  counts: readonly EvaluationCounts[],
  { edges, seconds, ids }: { edges: readonly number[]; seconds: number; ids: readonly (number | null)[] },
): Evaluation {
  const { classes } = card;
  const all = mergeEvaluations(counts);
  const learned = new Set(
    card.learnedFrom.filter(({ split }) => split === 'training').map(({ sha256, frame }) => `${sha256}/${frame}`),
  );
  const soft = softDice(all);
  const diameters = frames.flatMap(({ data }) => [...data.diameters]);
  const limits = [0, ...edges, Math.max(1, ...diameters.map(Math.ceil), (edges.at(-1) ?? 0) + 1)];
  const samples = [...new Set(frames.map(({ sample }) => sample))];
  return {
    model: card.id,
    title: card.title,
    sha256: card.sha256,
    at: new Date().toISOString(),
    images: frames.map(({ name, frame, labels, sha256 }, i) => {
      const { pixelAccuracy, meanDice } = scoresOfCounts(counts[i], classes);
      const imageId = ids[i] ?? null;
      return { name, imageId, frame, labels, learned: learned.has(`${sha256}/${frame}`), pixelAccuracy, meanDice };
    }),
    scores: scoresOfCounts(all, classes),
    softDice: classes.map((_, k) =>
      Array.from(soft.subarray(k * classes.length, (k + 1) * classes.length), (v) => (Number.isFinite(v) ? v : null)),
    ),
    curves: [
      ...classes.map(({ name }, k) => thresholds(name, all.curves[k])),
      thresholds('particle, all', all.particle),
    ],
    bySize: all.bySize.map((curve, i) => ({
      from: limits[i],
      to: limits[i + 1],
      particles: diameters.filter((d) => d >= limits[i] && d < limits[i + 1]).length,
      recall: recallOf(curve),
    })),
    bySample: samples.map((sample) => {
      const parts = counts.filter((_, i) => frames[i].sample === sample);
      const merged = mergeEvaluations(parts);
      return {
        sample,
        images: parts.length,
        scores: scoresOfCounts(merged, classes),
        curves: [thresholds('particle, all', merged.particle)],
      };
    }),
    seconds,
  };
}

/** Borders between groups of about as many of the labelled particles each, px. */
export const particleEdges = (frames: readonly Pick<MaterialFrame, 'data'>[]): number[] =>
  sizeEdges(
    frames.flatMap(({ data }) => [...data.diameters]),
    sizeGroups,
  );

/** Measures a network on frames; the frames must have the classes of its card in their order. */
export async function evaluateFrames(
  trainings: Pick<TrainingRoom, 'ports' | 'session'>,
  { card, network }: { card: ModelCard; network: TrainedNetwork },
  frames: readonly MaterialFrame[],
  ids: readonly (number | null)[],
  work: { signal: AbortSignalLike; progress: (done: number) => void },
): Promise<Evaluation> {
  const began = performance.now();
  const edges = particleEdges(frames);
  const settings = { device: 'cpu', threads: null, memory: null };
  const counts = await scoreFrames(trainings.ports, network, frames, settings, edges, work);
  return evaluationOf(card, frames, counts, { edges, seconds: (performance.now() - began) / 1000, ids });
}

/** Measures a new model on the test images of its training, else on those that it was judged by, and keeps the result. */
export async function evaluateMaterial(
  trainings: Pick<TrainingRoom, 'ports' | 'session'>,
  setId: number,
  model: { card: ModelCard; network: TrainedNetwork },
  { frames }: Material,
  work: { signal: AbortSignalLike; progress: (done: number) => void },
): Promise<void> {
  const of = (split: MaterialFrame['split']) => frames.filter((f) => f.split === split);
  const chosen = [of('test'), of('validation')].find((list) => list.length > 0);
  if (chosen === undefined) return;
  const images = await trainings.session.project.reads.images();
  const ids = chosen.map((f) => images.find(({ file }) => file.sha256 === f.sha256)?.id ?? null);
  const evaluation = await evaluateFrames(trainings, model, chosen, ids, work);
  await trainings.session.project.keeping.addEvaluation({ setId, evaluation });
  trainings.session.emit('models.changed', {});
}
