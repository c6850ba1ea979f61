import type { ProjectEdits, ProjectKeeping, ProjectReads } from '../../app/ports/store.ts';
import type { Reader, Writer } from './connection.ts';
import { editReads, jump, redo, stepLabels, undo } from './edit-steps.ts';
import { fileKeeping, fileReads } from './files.ts';
import { imageEdits, imageReads } from './images.ts';
import { labelEdits } from './labels/edits.ts';
import { labelReads } from './labels/reads.ts';
import { labelKeeping } from './labels/versions.ts';
import { summaryReads } from './meta.ts';
import { recipeEdits, recipeReads } from './recipes.ts';
import { resultKeeping } from './results.ts';
import { runEdits, runKeeping, runReads } from './runs.ts';
import { sampleEdits, sampleReads } from './samples.ts';
import { tableEdits, tableReads } from './table.ts';
import { trainingEdits, trainingKeeping, trainingReads } from './trainings.ts';
import { watchKeeping, watchReads } from './watches.ts';

/** Every question, answered over a connection that can't change anything. */
export function projectReads(reader: Reader, folder: string): ProjectReads {
  return {
    ...summaryReads(reader),
    ...sampleReads(reader),
    ...imageReads(reader, folder),
    ...fileReads(reader, folder),
    ...recipeReads(reader),
    ...runReads(reader),
    ...tableReads(reader),
    ...editReads(reader),
    ...watchReads(reader),
    ...labelReads(reader),
    ...trainingReads(reader),
  };
}

export function projectEdits(writer: Writer, folder: string): ProjectEdits {
  return {
    ...sampleEdits(writer),
    ...imageEdits(writer, folder),
    ...recipeEdits(writer),
    ...runEdits(writer),
    ...tableEdits(writer),
    ...labelEdits(writer),
    ...trainingEdits(writer),
    undo: () => undo(writer),
    redo: () => redo(writer),
    stepLabels: (way) => stepLabels(writer, way),
    jump: (editId) => jump(writer, editId),
  };
}

export function projectKeeping(writer: Writer, folder: string): ProjectKeeping {
  return {
    ...fileKeeping(writer, folder),
    ...runKeeping(writer),
    ...resultKeeping(writer),
    ...watchKeeping(writer),
    ...labelKeeping(writer),
    ...trainingKeeping(writer),
  };
}
