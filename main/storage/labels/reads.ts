import { packTiles } from '../../../app/domain/labels/class-tiles.ts';
import type { LabelClasses } from '../../../app/domain/labels/label-class.ts';
import { encodeLabelled } from '../../../app/domain/labels/labelled-instance.ts';
import type { LabelReads } from '../../../app/ports/label-store.ts';
import type {
  LabelFrameDetail,
  LabelFrameKey,
  StoredLabelFrame,
  StoredLabelSet,
} from '../../../app/ports/stored-labels.ts';
import type { Reader } from '../connection.ts';
import { missing } from '../missing.ts';
import { checkedPlaces } from './checked-places.ts';
import { storedParticle, storedParticles } from './instance-table.ts';
import { classesOfSet, frameSize, nextInstance, type PlaneRow, planeOf, planesOfSet } from './plane-row.ts';
import { versionReads } from './versions.ts';

interface SetRow {
  readonly id: number;
  readonly name: string;
  readonly classes: string;
  readonly frames: number;
  readonly reviewed: number;
  readonly instances: number;
}

/** Sets with what was labelled on images that are not removed. */
const setSelect = `
  SELECT s.id, s.name, s.classes, count(p.id) AS frames, coalesce(sum(p.reviewed), 0) AS reviewed,
    coalesce(sum(p.instances), 0) AS instances
  FROM label_sets s LEFT JOIN label_planes p ON p.set_id = s.id
    AND (p.pixels > 0 OR p.instances > 0 OR p.reviewed = 1)
    AND p.image_id IN (SELECT id FROM images WHERE removed = 0)
  WHERE s.removed = 0`;

export function storedSet(reader: Reader, id: number): StoredLabelSet {
  const row = reader.one<SetRow>(`${setSelect} AND s.id = ? GROUP BY s.id`, id);
  if (row === undefined) throw missing('label set', id);
  return { ...row, classes: JSON.parse(row.classes) as LabelClasses };
}

function frameOf(row: PlaneRow): StoredLabelFrame {
  return {
    imageId: row.imageId,
    frame: row.frame,
    version: row.version,
    instances: row.instances,
    reviewedInstances: row.reviewedInstances,
    labelledPixels: row.pixels,
    reviewed: row.reviewed === 1,
    changed: row.changed,
  };
}

const blank = {
  version: 0,
  instances: 0,
  reviewedInstances: 0,
  labelledPixels: 0,
  reviewed: false,
  changed: null,
} as const;

interface TileRow {
  readonly tile: number;
  readonly bytes: Uint8Array;
}

function tilesOf(reader: Reader, plane: PlaneRow | null, wanted: readonly number[] | null): Uint8Array {
  if (wanted === null) {
    const sql = 'SELECT tile, bytes FROM label_tiles WHERE plane_id = ? ORDER BY tile';
    return packTiles(plane === null ? [] : reader.all<TileRow>(sql, plane.id));
  }
  const sql = 'SELECT bytes FROM label_tiles WHERE plane_id = ? AND tile = ?';
  const stored = (tile: number) => (plane === null ? undefined : reader.value<Uint8Array>(sql, plane.id, tile));
  return packTiles(wanted.map((tile) => ({ tile, bytes: stored(tile) ?? new Uint8Array(0) })));
}

export function labelReads(reader: Reader): LabelReads {
  /** The plane of a frame with what is known of it, also when nothing was ever labelled there. */
  const look = (key: LabelFrameKey): { plane: PlaneRow | null; classes: LabelClasses; detail: LabelFrameDetail } => {
    const classes = classesOfSet(reader, key.setId);
    const { width, height } = frameSize(reader, key);
    const plane = planeOf(reader, key);
    const known = plane === null ? { ...blank, imageId: key.imageId, frame: key.frame } : frameOf(plane);
    return {
      plane,
      classes,
      detail: { ...known, width, height, nextInstanceId: nextInstance(reader, key.setId, key.imageId) },
    };
  };
  const particlesOf = (plane: PlaneRow | null, ids: readonly number[] | null) => {
    if (plane === null) return encodeLabelled([]);
    if (ids === null) return encodeLabelled(storedParticles(reader, plane));
    return encodeLabelled(ids.flatMap((id) => storedParticle(reader, plane, id) ?? []));
  };

  return {
    labelSets: () =>
      reader
        .all<SetRow>(`${setSelect} GROUP BY s.id ORDER BY s.id`)
        .map((row) => ({ ...row, classes: JSON.parse(row.classes) as LabelClasses })),
    labelSet: (id) => storedSet(reader, id),
    labelFrames: (setId) => {
      classesOfSet(reader, setId);
      return planesOfSet(reader, setId)
        .filter((plane) => plane.pixels > 0 || plane.instances > 0 || plane.reviewed === 1)
        .map(frameOf);
    },
    labelFrame: (key) => look(key).detail,
    checkedPlaces: (key) => checkedPlaces(reader, key),
    labelTiles: (key, tiles) => {
      const { plane, detail } = look(key);
      return { detail, tiles: tilesOf(reader, plane, tiles) };
    },
    labelParticles: (key, ids) => {
      const { plane, detail } = look(key);
      return { detail, particles: particlesOf(plane, ids) };
    },
    labels: (key) => {
      const { plane, classes, detail } = look(key);
      return { ...detail, classes, tiles: tilesOf(reader, plane, null), particles: particlesOf(plane, null) };
    },
    ...versionReads(reader),
  };
}
