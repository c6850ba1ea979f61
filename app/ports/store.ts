import type { Metadata } from '../domain/acquisition.ts';
import type { Calibration } from '../domain/calibration.ts';
import type { Condition } from '../domain/condition.ts';
import type { MeasuredDistance } from '../domain/distance.ts';
import type { ParticleFilter } from '../domain/filter.ts';
import type { Recipe } from '../domain/recipe.ts';
import type { Provenance } from '../domain/run.ts';
import type { LabelEdits, LabelKeeping, LabelReads } from './label-store.ts';
import type {
  HeldEdit,
  JumpedEdits,
  NewFile,
  NewImage,
  NewResult,
  ProjectSummary,
  RunState,
  SteppedEdit,
  StoredBackup,
  StoredEdit,
  StoredFile,
  StoredImage,
  StoredInstances,
  StoredRun,
  StoredSample,
  StoredTable,
  StoredWatch,
} from './stored.ts';
import type { TrainingEdits, TrainingKeeping, TrainingReads } from './training-store.ts';

/** Questions to an open project. None changes anything. Unknown ids throw `Failure` not-found. */
export interface ProjectReads extends LabelReads, TrainingReads {
  summary(): ProjectSummary;
  samples(): StoredSample[];
  images(): StoredImage[];
  /** In the order of `ids`. */
  imagesOf(ids: readonly number[]): StoredImage[];
  image(id: number): StoredImage;
  /** Distances measured on a frame. */
  distances(imageId: number, frame: number): MeasuredDistance[];
  metadata(imageId: number): { image: Metadata; file: Metadata };
  files(): StoredFile[];
  /** Images that came from the content `sha256`, as they are now. */
  imagesOfContent(sha256: string): StoredImage[];
  recipes(): Recipe[];
  /** Newest first. */
  runs(): StoredRun[];
  run(id: number): StoredRun;
  /** What the frames of a run were to be: the images and which of their frames. */
  plan(runId: number): { imageIds: number[]; frames: 'first' | 'all' };
  /** Newest unfinished run of exactly this recipe, or null. */
  unfinishedRun(recipe: Recipe): StoredRun | null;
  /** Runs with results on these images. */
  runsOn(imageIds: readonly number[]): number[];
  provenance(runId: number, imageId: number, frame: number): Provenance;
  /** Of all results of a run, in row order. */
  provenances(runId: number): Provenance[];
  instances(runId: number, imageId: number, frame: number): StoredInstances;
  table(runId: number): StoredTable;
  /** A column in the units of `table`; NaN where a frame lacks it. */
  column(runId: number, columnId: string): Float64Array<ArrayBuffer>;
  flags(runId: number, flag: 'border' | 'rejected'): Uint8Array<ArrayBuffer>;
  /** Newest first, undone ones included. */
  edits(limit: number): StoredEdit[];
  /** Titles of what undo and redo would do next. */
  history(): { undo: string | null; redo: string | null };
  watches(): StoredWatch[];
}

/**
 * Changes of an open project, each one transaction: it happened as a whole or not at all, also when the power fails.
 * Those under "edits" can be undone, for ever; undo and redo live in the project and survive a restart.
 */
export interface ProjectEdits extends LabelEdits, TrainingEdits {
  createSample(name: string): StoredSample;
  updateSample(id: number, change: { name?: string; note?: string; conditions?: readonly Condition[] }): StoredSample;
  /** Replaces the conditions of several samples, as one edit. */
  setConditions(changes: readonly { id: number; conditions: readonly Condition[] }[]): void;
  /** Its images go to `moveTo`, or are removed with it when null. */
  removeSample(id: number, moveTo: number | null): void;
  /** Replaces the named conditions of samples, makes the samples that are missing. Names decide. */
  importConditions(
    rows: readonly { sample: string; conditions: readonly Condition[] }[],
    create: boolean,
  ): {
    created: number;
    unknown: string[];
  };
  /**
   * Takes in a file with its images. Calls with the same `batch` become one edit as long as no other edit came between.
   * @returns the ids in the order of `images`
   */
  addImages(
    batch: { key: string; title: string },
    sampleId: number,
    file: NewFile,
    images: readonly NewImage[],
  ): number[];
  updateImages(ids: readonly number[], change: { name?: string; sampleId?: number }): void;
  /** `fromFile` restores what the file said and ignores `calibration`; null removes it. */
  /** Distances on a frame, in place of those before. */
  setDistances(imageId: number, frame: number, distances: readonly MeasuredDistance[]): void;
  calibrate(ids: readonly number[], calibration: Calibration | null, fromFile: boolean): void;
  /** Adds a reason to look at a calibration again. Part of the import `batch`. */
  remarkCalibration(batch: { key: string; title: string }, ids: readonly number[], remark: string): void;
  removeImages(ids: readonly number[]): void;
  saveRecipe(recipe: Recipe): void;
  removeRecipe(id: string): void;
  renameRun(id: number, title: string): void;
  removeRun(id: number): void;
  setFilter(runId: number, filter: ParticleFilter): void;
  /** Rejects or restores rows of a run's table; the number of rows that changed. */
  setRejected(runId: number, rows: readonly number[], rejected: boolean): number;
  undo(): SteppedEdit | null;
  redo(): SteppedEdit | null;
  /** As `undo` and `redo`, as long as the edit is about label sets or labels; another one stays as it is. */
  stepLabels(way: 'undo' | 'redo'): SteppedEdit | HeldEdit | null;
  /** Undoes or redoes until `editId` is the newest edit that stands (null: none stands), as one transaction. */
  jump(editId: number | null): JumpedEdits;
}

/** Changes that are not edits of a person: results, where files are, folders to watch. */
export interface ProjectKeeping extends LabelKeeping, TrainingKeeping {
  startRun(run: {
    title: string;
    recipe: Recipe;
    imageIds: readonly number[];
    frames: 'first' | 'all';
    planned: number;
  }): number;
  /** Takes further images into an unfinished run and sets it running. */
  continueRun(runId: number, imageIds: readonly number[], frames: 'first' | 'all', planned: number): void;
  setRunState(runId: number, state: RunState): void;
  /** Stores a result; one that the run has for this frame is replaced. The arrays are taken over. */
  addResult(result: NewResult): void;
  /** Takes an equal result computed before into the run. False when there is none. */
  reuseResult(runId: number, imageId: number, frame: number, key: string): boolean;
  moveFile(fileId: number, path: string, packed: boolean): void;
  addWatch(watch: StoredWatch): void;
  removeWatch(path: string): void;
  countTaken(path: string, images: number): void;
}

/** The same methods, answered from another thread. */
export type Remote<T> = {
  readonly [M in keyof T]: T[M] extends (...args: infer A) => infer R ? (...args: A) => Promise<R> : never;
};

/** A project that is open here and nowhere else. */
export interface OpenProject {
  /** Absolute path of the NAME.morpho folder. */
  readonly path: string;
  /** What should be known about it: it was not closed properly, it was upgraded, ... */
  readonly warnings: readonly string[];
  readonly reads: Remote<ProjectReads>;
  readonly edits: Remote<ProjectEdits>;
  readonly keeping: Remote<ProjectKeeping>;
  /** Settles the database and gives the folder free. */
  close(): Promise<void>;
}

/**
 * Where projects are kept. Both throw `Failure`: not-found, unreadable, read-only, network-share, project-locked,
 * project-newer, project-damaged, disk-full.
 */
export interface Store {
  create(folder: string, name: string): Promise<OpenProject>;
  open(path: string): Promise<OpenProject>;
  /** Backups of a project, open or not, newest first. */
  backups(path: string): Promise<StoredBackup[]>;
  /** Puts a backup in the place of the database of a project that is not open; what was there is set aside as a backup. */
  restore(path: string, backup: string): Promise<void>;
}
