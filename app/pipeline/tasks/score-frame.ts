import { task } from '../../ports/task.ts';
import { type EvaluationCounts, evaluateImage } from '../../training/evaluation.ts';
import { type LearnedClass, particleClasses, particlesOfLabels } from './training-frame.ts';

export interface ScoreFrameRequest {
  readonly width: number;
  readonly height: number;
  /** Class probabilities [K, height, width]. */
  readonly probabilities: Float32Array;
  /** Class of each pixel, -1 where nothing is labelled. */
  readonly labels: Int32Array;
  readonly classes: readonly LearnedClass[];
  readonly sample: string;
  /** Borders between groups of particle sizes, px. */
  readonly edges: readonly number[];
}

/** What a network's answer on one labelled frame is worth, as counts that add up over frames. */
export const scoreFrameTask = task('score-frame', (asked: ScoreFrameRequest, { work }): EvaluationCounts => {
  const { width, height, labels, classes, sample, edges } = asked;
  const particles = edges.length === 0 ? null : particlesOfLabels(labels, { width, height }, classes, work);
  const answered = { ...asked, particles, particleClasses: particleClasses(classes), pixelSize: 1, sample };
  return evaluateImage(answered, classes.length, edges);
});
