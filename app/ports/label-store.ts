import type { LabelClasses } from '../domain/labels/label-class.ts';
import type { PixelBox } from '../domain/run-mask.ts';
import type {
  LabelChange,
  LabelFrameDetail,
  LabelFrameKey,
  LabelTouch,
  LabelWrite,
  NewLabelVersion,
  StoredLabelFrame,
  StoredLabelSet,
  StoredLabels,
  StoredLabelVersion,
} from './stored-labels.ts';

/** Questions about labels. Sets, images and frames that the project does not have throw `Failure` not-found. */
export interface LabelReads {
  /** In the order in which they were made. */
  labelSets(): StoredLabelSet[];
  labelSet(id: number): StoredLabelSet;
  /** Frames of a set with any label, or reviewed, by image and frame. */
  labelFrames(setId: number): StoredLabelFrame[];
  labelFrame(key: LabelFrameKey): LabelFrameDetail;
  /** Where a person found the labels right although a model says something else. */
  checkedPlaces(key: LabelFrameKey): PixelBox[];
  /** `tiles` null: those with any class. Else exactly those, unlabelled ones as no bytes. */
  labelTiles(key: LabelFrameKey, tiles: readonly number[] | null): { detail: LabelFrameDetail; tiles: Uint8Array };
  /** `ids` null: all, ascending. Unknown ids are left out. */
  labelParticles(
    key: LabelFrameKey,
    ids: readonly number[] | null,
  ): { detail: LabelFrameDetail; particles: Uint8Array };
  /** Classes and particles of one moment. */
  labels(key: LabelFrameKey): StoredLabels;
  /** Newest first. */
  labelVersions(key: LabelFrameKey): StoredLabelVersion[];
  /** `content`: see app/domain/labels/label-content.ts. */
  labelVersion(id: number): StoredLabelVersion & { readonly content: Uint8Array };
  /** The content that a run or a training names. */
  labelContent(sha256: string): Uint8Array;
}

/** Changes of labels that can be undone. Each is one edit; one that is refused changes nothing. */
export interface LabelEdits {
  createLabelSet(name: string, classes: LabelClasses): StoredLabelSet;
  /** Pixels of a class that is gone become unlabelled, its particles take `moveTo` or go too. */
  updateLabelSet(
    id: number,
    change: { name?: string; classes?: LabelClasses },
    moveTo: number | null,
  ): { set: StoredLabelSet; frames: LabelTouch[] };
  removeLabelSet(id: number): void;
  /** @param keepsReview a person's own stroke leaves a frame reviewed; what the program made does not */
  changeLabels(title: string, writes: readonly LabelWrite[], keepsReview: boolean): LabelChange;
  /** Takes the mark of frames; frames without labels may be marked too. */
  reviewFrames(keys: readonly LabelFrameKey[], reviewed: boolean): LabelTouch[];
  reviewParticles(key: LabelFrameKey, ids: readonly number[], reviewed: boolean): LabelTouch;
  /** Remembers that the labels are right in a box, whatever a model says of it. */
  checkPlace(key: LabelFrameKey, box: PixelBox): LabelTouch;
}

export interface LabelKeeping {
  /** Equal content is kept once a frame; under a title that it has already, nothing is added. The version's id. */
  keepLabels(version: NewLabelVersion): number;
}
