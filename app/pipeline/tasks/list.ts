import type { Task } from '../../ports/task.ts';
import { answerFactsTask } from './answer-facts.ts';
import { classifyApplyTask } from './classify-apply.ts';
import { classifyTrainTask } from './classify-train.ts';
import { clusterTableTask } from './cluster-table.ts';
import { convertLabelsTask } from './convert-labels.ts';
import { describeFileTask, hashFileTask } from './describe-file.ts';
import { evaluateFilesTask } from './evaluate-files.ts';
import { evaluateFrameTask } from './evaluate-frame.ts';
import { cocoTask, labelTiffTask, overlayTask } from './export-particles.ts';
import { reportTask } from './export-report.ts';
import { csvTask, parquetTask } from './export-table.ts';
import { fingerprintTask } from './fingerprint.ts';
import {
  forestCodesTask,
  forestGrowTask,
  forestLabelsTask,
  forestPicksTask,
  forestRestTask,
  forestSamplesTask,
  forestScaleTask,
  forestTellTask,
} from './forest.ts';
import { galleryTask } from './gallery.ts';
import { inspectFileTask } from './inspect-file.ts';
import { interpolateLabelsTask } from './interpolate-labels.ts';
import {
  addLabelsTask,
  countLabelsTask,
  guessKeyTask,
  labelShiftTask,
  readKeyTask,
  readLabelFileTask,
  writeCocoTask,
  writeLabelFrameTask,
  writeNapariTask,
  writeZarrTask,
} from './label-files.ts';
import { labelContentTask, labelCountsTask, labelsFromRunTask } from './label-frames.ts';
import { labelThumbnailTask } from './label-thumbnail.ts';
import { measureLabelsTask } from './measure-labels.ts';
import { measureScaleBarTask } from './measure-scale-bar.ts';
import { readModelPackageTask, writeModelPackageTask } from './model-package.ts';
import { outlinesTask } from './outlines.ts';
import { previewTask } from './preview.ts';
import { renderLabelsTask } from './render-labels.ts';
import { compareLabelsTask, uncertainRowsTask } from './review-labels.ts';
import { scoreFrameTask } from './score-frame.ts';
import { scoreRecipeTask } from './score-recipe.ts';
import { segmentFrameTask } from './segment-frame.ts';
import { decodeFrameTask, glanceTask } from './show-frame.ts';
import { simulateTask } from './simulate.ts';
import { sampleSizeTask, sizeResolvedTask } from './size-studies.ts';
import { suggestRecipeTask } from './suggest-recipe.ts';
import { superEllipsesTask } from './super-ellipses.ts';
import { thumbnailTask } from './thumbnail.ts';
import { patchIndexTask, trainingBatchTask } from './training-batch.ts';
import { trainingFrameTask } from './training-frame.ts';

/** Every task that a worker thread can run. One line a task. */
const all: readonly Task<never, unknown>[] = [
  addLabelsTask,
  countLabelsTask,
  guessKeyTask,
  labelShiftTask,
  readKeyTask,
  readLabelFileTask,
  writeCocoTask,
  writeLabelFrameTask,
  writeModelPackageTask,
  writeNapariTask,
  writeZarrTask,
  classifyApplyTask,
  classifyTrainTask,
  clusterTableTask,
  cocoTask,
  compareLabelsTask,
  convertLabelsTask,
  csvTask,
  decodeFrameTask,
  describeFileTask,
  evaluateFilesTask,
  evaluateFrameTask,
  fingerprintTask,
  forestCodesTask,
  forestGrowTask,
  forestLabelsTask,
  forestPicksTask,
  forestRestTask,
  forestSamplesTask,
  forestScaleTask,
  forestTellTask,
  galleryTask,
  glanceTask,
  hashFileTask,
  inspectFileTask,
  interpolateLabelsTask,
  labelContentTask,
  labelCountsTask,
  labelThumbnailTask,
  labelTiffTask,
  labelsFromRunTask,
  measureLabelsTask,
  measureScaleBarTask,
  outlinesTask,
  overlayTask,
  parquetTask,
  patchIndexTask,
  previewTask,
  readModelPackageTask,
  renderLabelsTask,
  reportTask,
  scoreFrameTask,
  scoreRecipeTask,
  answerFactsTask,
  segmentFrameTask,
  simulateTask,
  sampleSizeTask,
  sizeResolvedTask,
  suggestRecipeTask,
  superEllipsesTask,
  thumbnailTask,
  trainingBatchTask,
  trainingFrameTask,
  uncertainRowsTask,
];

export const tasks: ReadonlyMap<string, Task<unknown, unknown>> = new Map(
  all.map((task) => [task.name, task as Task<unknown, unknown>]),
);
