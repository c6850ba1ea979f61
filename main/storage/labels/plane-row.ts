import { Failure } from '../../../app/domain/failure.ts';
import type { LabelClasses } from '../../../app/domain/labels/label-class.ts';
import type { LabelFrameKey } from '../../../app/ports/stored-labels.ts';
import type { Reader, Writer } from '../connection.ts';
import { missing } from '../missing.ts';

/** A plane with the size of its image. */
export interface PlaneRow extends LabelFrameKey {
  readonly id: number;
  readonly version: number;
  readonly nextInstance: number;
  readonly pixels: number;
  readonly instances: number;
  readonly reviewedInstances: number;
  readonly reviewed: number;
  readonly changed: string | null;
  readonly width: number;
  readonly height: number;
}

const select = `
  SELECT p.id, p.set_id AS setId, p.image_id AS imageId, p.frame, p.version, p.next_instance AS nextInstance, p.pixels,
    p.instances, p.reviewed_instances AS reviewedInstances, p.reviewed, p.changed, i.width, i.height
  FROM label_planes p JOIN images i ON i.id = p.image_id`;

export function planeById(reader: Reader, id: number): PlaneRow {
  const row = reader.one<PlaneRow>(`${select} WHERE p.id = ?`, id);
  if (row === undefined) throw missing('labelled frame', id);
  return row;
}

/** The plane of a frame; null when nothing was ever labelled there. */
export function planeOf(reader: Reader, { setId, imageId, frame }: LabelFrameKey): PlaneRow | null {
  const where = 'WHERE p.set_id = ? AND p.image_id = ? AND p.frame = ?';
  return reader.one<PlaneRow>(`${select} ${where}`, setId, imageId, frame) ?? null;
}

/** Planes of a set, by image and frame; those of removed images are left out. */
export function planesOfSet(reader: Reader, setId: number): PlaneRow[] {
  return reader.all<PlaneRow>(`${select} WHERE p.set_id = ? AND i.removed = 0 ORDER BY p.image_id, p.frame`, setId);
}

/** The classes of a set. Throws `Failure` not-found. */
export function classesOfSet(reader: Reader, setId: number): LabelClasses {
  const text = reader.value<string>('SELECT classes FROM label_sets WHERE id = ? AND removed = 0', setId);
  if (text === undefined) throw missing('label set', setId);
  return JSON.parse(text) as LabelClasses;
}

/** The size of a frame's image. Throws `Failure` not-found for what the project does not have. */
export function frameSize(reader: Reader, { imageId, frame }: LabelFrameKey): { width: number; height: number } {
  const image = reader.one<{ width: number; height: number; frames: number; name: string }>(
    'SELECT width, height, frames, name FROM images WHERE id = ? AND removed = 0',
    imageId,
  );
  if (image === undefined) throw missing('image', imageId);
  if (!Number.isInteger(frame) || frame < 0 || frame >= image.frames)
    throw new Failure(
      'not-found',
      `${image.name} has no frame ${frame + 1}; it has ${image.frames}.`,
      'Choose one of its frames.',
      image.name,
    );
  return image;
}

/** The number that a new particle of an image gets, in whatever frame. */
export function nextInstance(reader: Reader, setId: number, imageId: number): number {
  const sql = 'SELECT max(next_instance) FROM label_planes WHERE set_id = ? AND image_id = ?';
  return reader.value<number | null>(sql, setId, imageId) ?? 1;
}

/** The plane of a frame, made when there is none. Throws `Failure` not-found. */
export function ensuredPlane(writer: Writer, key: LabelFrameKey): PlaneRow {
  classesOfSet(writer, key.setId);
  frameSize(writer, key);
  const known = planeOf(writer, key);
  if (known !== null) return known;
  const { setId, imageId, frame } = key;
  const { id } = writer.run(
    'INSERT INTO label_planes (set_id, image_id, frame) VALUES (?, ?, ?)',
    setId,
    imageId,
    frame,
  );
  return planeById(writer, id);
}
