import type { Metadata } from '../domain/acquisition.ts';
import type { Calibration } from '../domain/calibration.ts';
import type { Condition } from '../domain/condition.ts';
import type { ElementType } from '../domain/element-type.ts';
import type { FeatureColumn } from '../domain/feature-table.ts';
import type { ParticleFilter } from '../domain/filter.ts';
import type { Recipe } from '../domain/recipe.ts';
import type { Provenance } from '../domain/run.ts';
import type { LabelFrameKey, LabelTouch } from './stored-labels.ts';

// The nouns as a project keeps them. Ids are positive integers of the project's database and never used twice.

export interface ProjectSummary {
  readonly uuid: string;
  readonly name: string;
  readonly created: string;
  readonly schemaVersion: number;
  readonly images: number;
  readonly samples: number;
  readonly runs: number;
  readonly particles: number;
}

export interface StoredSample {
  readonly id: number;
  readonly name: string;
  readonly note: string;
  readonly conditions: readonly Condition[];
  readonly order: number;
}

/** A file that images come from. Found by content; the paths say where it was seen last. */
export interface StoredFile {
  readonly id: number;
  readonly sha256: string;
  readonly bytes: number;
  /** Where the file is, absolute. A file inside or near the project follows the project when it moves. */
  readonly path: string;
  /** The same as shown to people: relative to the project folder, with `/`, where that is possible. */
  readonly shownPath: string;
  /** A copy lives inside the project. */
  readonly packed: boolean;
  /** Key of its format. */
  readonly format: string;
  /** Names of the files beside it that were read with it. */
  readonly companions: readonly string[];
}

export interface StoredImage {
  readonly id: number;
  readonly sampleId: number;
  readonly file: StoredFile;
  readonly imageIndex: number;
  readonly name: string;
  readonly width: number;
  readonly height: number;
  readonly frames: number;
  readonly elementType: ElementType;
  readonly calibration: Calibration;
  /** What the file itself said, for going back to it. */
  readonly fileCalibration: Calibration;
  /** Smallest and largest value of frame 0, file units. */
  readonly min: number;
  readonly max: number;
  readonly imported: string;
  readonly latestRunId: number | null;
  /** Particles of the latest run on this image, all frames; null without one. */
  readonly particles: number | null;
}

/** One image of a file that is taken in. */
export interface NewImage {
  readonly imageIndex: number;
  readonly name: string;
  readonly width: number;
  readonly height: number;
  readonly frames: number;
  readonly elementType: ElementType;
  readonly calibration: Calibration;
  readonly min: number;
  readonly max: number;
  readonly metadata: Metadata;
}

export interface NewFile {
  readonly sha256: string;
  readonly bytes: number;
  /** Absolute. */
  readonly path: string;
  readonly packed: boolean;
  readonly format: string;
  readonly companions: readonly string[];
  readonly metadata: Metadata;
}

/**
 * `running`: frames are being computed, or the program died while they were and the project was not opened since.
 * `interrupted`: the program died. `stopped`: a person stopped it. Both go on where they ended when started again.
 */
export type RunState = 'running' | 'complete' | 'stopped' | 'interrupted';

export interface StoredResult {
  readonly imageId: number;
  readonly frame: number;
  readonly particles: number;
  readonly seconds: number;
  /** nm a pixel when it was computed. The table follows later changes of the calibration. */
  readonly pixelSize: number | null;
}

export interface StoredRun {
  readonly id: number;
  readonly title: string;
  readonly recipe: Recipe;
  readonly created: string;
  readonly state: RunState;
  /** Image frames that were asked for. */
  readonly planned: number;
  readonly filter: ParticleFilter;
  /** In row order: the order in which they were stored, so that rows keep their numbers while a run goes on. */
  readonly results: readonly StoredResult[];
}

/** What came out of one image frame. */
export interface NewResult {
  readonly runId: number;
  readonly imageId: number;
  readonly frame: number;
  /** Everything that determines the result, hashed; an equal key is an equal result. */
  readonly key: string;
  readonly provenance: Provenance;
  readonly seconds: number;
  readonly width: number;
  readonly height: number;
  /** From `encodeInstances`. */
  readonly instances: Uint8Array;
  readonly columns: readonly FeatureColumn[];
  /** One array a column, one value an instance. Lengths in the units that the columns state. */
  readonly values: readonly Float64Array[];
}

export interface StoredInstances {
  readonly width: number;
  readonly height: number;
  /** For `decodeInstances`. */
  readonly bytes: Uint8Array;
}

export interface TableSpan {
  readonly imageId: number;
  readonly frame: number;
  readonly start: number;
  readonly count: number;
  /** nm a pixel now; null when the image is not calibrated. */
  readonly pixelSize: number | null;
}

/** The table of a run: rows are particles, spans of rows are image frames. */
export interface StoredTable {
  readonly rows: number;
  /** Units as `column` returns them. */
  readonly columns: readonly FeatureColumn[];
  readonly spans: readonly TableSpan[];
  readonly filter: ParticleFilter;
  /** 'nm' when every image of the run is calibrated, 'px' when none is, else 'mixed' (every length then has a column in nm and one in px). */
  readonly lengthUnit: 'nm' | 'px' | 'mixed';
}

export interface StoredEdit {
  readonly id: number;
  readonly title: string;
  readonly at: string;
  readonly undone: boolean;
  /** Where its labels are, the first one when it changed several frames; null for other edits. */
  readonly frame: LabelFrameKey | null;
}

/** What undoing or redoing edits changed. */
export interface Restored {
  /** Runs whose table changed. */
  readonly tables: readonly number[];
  readonly labels: readonly LabelTouch[];
  /** Label sets came, went, or have other classes. */
  readonly labelSets: boolean;
}

/** An edit that was undone or done again. */
export interface SteppedEdit extends StoredEdit, Restored {}

/** An edit that would have been the next, but is about something else than labels. */
export interface HeldEdit {
  readonly held: string;
}

/** Where a jump through the edits led. */
export interface JumpedEdits extends Restored {
  /** The newest edit that stands now. */
  readonly newest: StoredEdit | null;
  readonly steps: number;
}

export interface StoredWatch {
  readonly path: string;
  readonly sampleId: number;
  readonly recipeId: string | null;
  readonly taken: number;
}

/** A copy of a project's database inside the project. */
export interface StoredBackup {
  readonly name: string;
  /** ISO 8601. */
  readonly at: string;
  readonly bytes: number;
  /** Why it was made: before an upgrade, every hour of work, or when another backup took its place. */
  readonly reason: 'before-upgrade' | 'hourly' | 'set-aside';
}
