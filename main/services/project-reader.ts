import type { ElementType } from '../../app/domain/element-type.ts';
import type { StoredInstances, StoredTable } from '../../app/ports/stored.ts';

/** Where an image's pixels are. */
export interface ImagePlace {
  /** Absolute path of the file. */
  readonly path: string;
  readonly imageIndex: number;
  readonly width: number;
  readonly height: number;
  readonly frames: number;
  readonly elementType: ElementType;
  /** Of the file's content: names cached bytes for ever. */
  readonly sha256: string;
  readonly pixelSize: number | null;
}

/** A picture that a preview made, kept until a few newer ones came. */
export interface PreviewBytes {
  readonly width: number;
  readonly height: number;
  readonly kind: 'image' | 'binary' | 'labels';
  /** uint32 labels or mask values, float32 for images, row-major, little-endian. */
  readonly bytes: Uint8Array;
}

/** What the byte routes need from the open project. All throw `Failure`: no-project, not-found. */
export interface ProjectReader {
  /** Path of the open project; null without one. Changes when another is opened. */
  projectPath(): string | null;
  image(imageId: number): Promise<ImagePlace>;
  instances(runId: number, imageId: number, frame: number): Promise<StoredInstances>;
  table(runId: number): Promise<StoredTable>;
  column(runId: number, columnId: string): Promise<Float64Array<ArrayBuffer>>;
  flags(runId: number, flag: 'border' | 'rejected'): Promise<Uint8Array<ArrayBuffer>>;
  /** `token` is the last part of a preview's address. */
  preview(token: string): PreviewBytes | null;
  /** What a pixel forest said (`ForestAnswer`). */
  forest(token: string): Uint8Array | null;
}
