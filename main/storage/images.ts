import type { Metadata } from '../../app/domain/acquisition.ts';
import { type Calibration, uncalibrated } from '../../app/domain/calibration.ts';
import { canonicalJson } from '../../app/domain/canonical-json.ts';
import type { MeasuredDistance } from '../../app/domain/distance.ts';
import type { ElementType } from '../../app/domain/element-type.ts';
import type { NewFile, NewImage, StoredImage } from '../../app/ports/stored.ts';
import type { Reader, Writer } from './connection.ts';
import { edit } from './edit-log.ts';
import { type FileRow, fileFromRow, fileSelect, keepFile } from './files.ts';
import { counted, missing } from './missing.ts';
import { packJson, unpackJson } from './packed-json.ts';
import { sampleOf } from './samples.ts';

interface ImageRow {
  readonly id: number;
  readonly sample_id: number;
  readonly file_id: number;
  readonly image_index: number;
  readonly name: string;
  readonly width: number;
  readonly height: number;
  readonly frames: number;
  readonly element_type: ElementType;
  readonly calibration: string;
  readonly file_calibration: string;
  readonly min: number;
  readonly max: number;
  readonly imported: string;
  readonly latest_run: number | null;
  readonly particles: number | null;
}

/** Images with their newest run and its particles. `latest` goes once through results and computations. */
const select = `
  WITH newest AS (
    SELECT r.image_id, max(r.run_id) AS run_id FROM results r
    JOIN runs ON runs.id = r.run_id AND runs.removed = 0 GROUP BY r.image_id
  ), latest AS (
    SELECT n.image_id, n.run_id, sum(c.particles) AS particles FROM newest n
    JOIN results r ON r.image_id = n.image_id AND r.run_id = n.run_id
    JOIN computations c ON c.id = r.computation_id GROUP BY n.image_id
  )
  SELECT i.id, sample_id, file_id, image_index, name, width, height, frames, element_type, calibration,
    file_calibration, min, max, imported, latest.run_id AS latest_run, latest.particles
  FROM images i LEFT JOIN latest ON latest.image_id = i.id WHERE i.removed = 0`;

function distancesOf(reader: Reader, imageId: number): Record<number, MeasuredDistance[]> {
  const text = reader.value<string>('SELECT distances FROM images WHERE id = ? AND removed = 0', imageId);
  if (text === undefined) throw missing('image', imageId);
  return JSON.parse(text) as Record<number, MeasuredDistance[]>;
}

export function imageReads(reader: Reader, folder: string) {
  const withFiles = (rows: readonly ImageRow[], files: ReadonlyMap<number, FileRow>): StoredImage[] =>
    rows.flatMap((row) => {
      const file = files.get(row.file_id);
      return file === undefined ? [] : [fromRow(row, file, folder)];
    });
  const fileMap = (which: string, ...values: (string | number)[]) =>
    new Map(reader.all<FileRow>(`${fileSelect} ${which}`, ...values).map((f) => [f.id, f]));

  const image = (id: number): StoredImage => {
    const row = reader.one<ImageRow>(`${select} AND i.id = ?`, id);
    const [found] = row === undefined ? [] : withFiles([row], fileMap('WHERE id = ?', row.file_id));
    if (found === undefined) throw missing('image', id);
    return found;
  };

  return {
    images: (): StoredImage[] => withFiles(reader.all<ImageRow>(`${select} ORDER BY i.id`), fileMap('')),
    image,
    distances: (imageId: number, frame: number): MeasuredDistance[] => distancesOf(reader, imageId)[frame] ?? [],
    imagesOf: (ids: readonly number[]): StoredImage[] => {
      if (ids.length < 20) return ids.map(image);
      const all = new Map(
        imageReads(reader, folder)
          .images()
          .map((i) => [i.id, i]),
      );
      return ids.map((id) => {
        const found = all.get(id);
        if (found === undefined) throw missing('image', id);
        return found;
      });
    },
    imagesOfContent: (sha256: string): StoredImage[] => {
      const files = fileMap('WHERE sha256 = ?', sha256);
      const [file] = files.keys();
      if (file === undefined) return [];
      return withFiles(reader.all<ImageRow>(`${select} AND i.file_id = ? ORDER BY image_index, i.id`, file), files);
    },
    metadata: (imageId: number): { image: Metadata; file: Metadata } => {
      const row = reader.one<{ image: Uint8Array; file: Uint8Array }>(
        `SELECT i.metadata AS image, f.metadata AS file FROM images i JOIN files f ON f.id = i.file_id
         WHERE i.id = ? AND i.removed = 0`,
        imageId,
      );
      if (row === undefined) throw missing('image', imageId);
      return { image: unpackJson(row.image) as Metadata, file: unpackJson(row.file) as Metadata };
    },
  };
}

function fromRow(row: ImageRow, file: FileRow, folder: string): StoredImage {
  return {
    id: row.id,
    sampleId: row.sample_id,
    file: fileFromRow(file, folder),
    imageIndex: row.image_index,
    name: row.name,
    width: row.width,
    height: row.height,
    frames: row.frames,
    elementType: row.element_type,
    calibration: JSON.parse(row.calibration) as Calibration,
    fileCalibration: JSON.parse(row.file_calibration) as Calibration,
    min: row.min,
    max: row.max,
    imported: row.imported,
    latestRunId: row.latest_run,
    particles: row.particles,
  };
}

/** Names of images that are not removed, by id. Throws `Failure` not-found for the first id that is not there. */
function namesOf(reader: Reader, ids: readonly number[]): string[] {
  return ids.map((id) => {
    const name = reader.value<string>('SELECT name FROM images WHERE id = ? AND removed = 0', id);
    if (name === undefined) throw missing('image', id);
    return name;
  });
}

/** "Remove micrograph 12" for one, "Remove 12 images" for more. */
function titled(verb: string, names: readonly string[]): string {
  return `${verb} ${names.length === 1 ? names[0] : counted(names.length, 'image')}`;
}

/** What the database can hold of a value that may be NaN or infinite. */
const finite = (value: number) => (Number.isFinite(value) ? value : 0);

export function imageEdits(writer: Writer, folder: string) {
  return {
    addImages: (
      batch: { key: string; title: string },
      sampleId: number,
      file: NewFile,
      images: readonly NewImage[],
    ): number[] => {
      sampleOf(writer, sampleId);
      const imported = new Date().toISOString();
      return edit(
        writer,
        batch.title,
        (made) => {
          const fileId = keepFile(writer, folder, file);
          return images.map((image) =>
            made.insert('images', {
              sample_id: sampleId,
              file_id: fileId,
              image_index: image.imageIndex,
              name: image.name,
              width: image.width,
              height: image.height,
              frames: image.frames,
              element_type: image.elementType,
              calibration: canonicalJson(image.calibration),
              file_calibration: canonicalJson(image.calibration),
              min: finite(image.min),
              max: finite(image.max),
              metadata: packJson(image.metadata),
              imported,
            }),
          );
        },
        { batch: batch.key },
      );
    },

    updateImages: (ids: readonly number[], change: { name?: string; sampleId?: number }): void => {
      const names = namesOf(writer, ids);
      const sample = change.sampleId === undefined ? null : sampleOf(writer, change.sampleId);
      const title =
        change.name !== undefined
          ? `${titled('Rename', names)} to ${change.name}`
          : `${titled('Move', names)} to ${sample?.name ?? ''}`;
      edit(writer, title, (made) => {
        for (const id of ids) {
          made.update('images', id, {
            ...(change.name === undefined ? {} : { name: change.name }),
            ...(sample === null ? {} : { sample_id: sample.id }),
          });
        }
      });
    },

    setDistances: (imageId: number, frame: number, distances: readonly MeasuredDistance[]): void => {
      const kept = distancesOf(writer, imageId);
      const before = kept[frame]?.length ?? 0;
      const { [frame]: _, ...others } = kept;
      const all = distances.length === 0 ? others : { ...others, [frame]: [...distances] };
      const verb = distances.length > before ? 'Measure' : distances.length < before ? 'Remove' : 'Move';
      edit(writer, `${verb} a distance`, (made) => made.update('images', imageId, { distances: canonicalJson(all) }));
    },

    calibrate: (ids: readonly number[], calibration: Calibration | null, fromFile: boolean): void => {
      edit(writer, titled('Calibrate', namesOf(writer, ids)), (made) => {
        for (const id of ids) {
          const text = fromFile
            ? writer.value<string>('SELECT file_calibration FROM images WHERE id = ?', id)
            : canonicalJson(calibration ?? uncalibrated);
          if (text !== undefined) made.update('images', id, { calibration: text });
        }
      });
    },

    remarkCalibration: (batch: { key: string; title: string }, ids: readonly number[], remark: string): void => {
      edit(
        writer,
        batch.title,
        (made) => {
          for (const id of ids) {
            const text = writer.value<string>('SELECT calibration FROM images WHERE id = ?', id);
            if (text === undefined) continue;
            const calibration = JSON.parse(text) as Calibration;
            const suspect = [...new Set([...calibration.suspect, remark])];
            made.update('images', id, { calibration: canonicalJson({ ...calibration, suspect }) });
          }
        },
        { batch: batch.key },
      );
    },

    removeImages: (ids: readonly number[]): void => {
      edit(writer, titled('Remove', namesOf(writer, ids)), (made) => {
        for (const id of ids) made.remove('images', id);
      });
    },
  };
}
