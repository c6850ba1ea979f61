import type { PixelBox } from '../../../app/domain/run-mask.ts';
import type { LabelFrameKey, LabelTouch } from '../../../app/ports/stored-labels.ts';
import type { Reader, Writer } from '../connection.ts';
import { editTelling } from '../edit-log.ts';
import { untouched } from '../edit-steps.ts';
import { ensuredPlane, planeOf } from './plane-row.ts';

type Written = readonly [x: number, y: number, width: number, height: number];

function written(reader: Reader, planeId: number): readonly Written[] {
  const text = reader.value<string>('SELECT checked_places FROM label_planes WHERE id = ?', planeId);
  return JSON.parse(text ?? '[]') as readonly Written[];
}

/** Where a person found the labels of a frame right. */
export function checkedPlaces(reader: Reader, key: LabelFrameKey): PixelBox[] {
  const plane = planeOf(reader, key);
  if (plane === null) return [];
  return written(reader, plane.id).map(([x, y, width, height]) => ({ x, y, width, height }));
}

/** Adds such a place. */
export function checkPlace(writer: Writer, key: LabelFrameKey, { x, y, width, height }: PixelBox): LabelTouch {
  return writer.transaction(() => {
    const { id } = ensuredPlane(writer, key);
    const places = JSON.stringify([...written(writer, id), [x, y, width, height]]);
    const title = 'Mark a place as checked';
    editTelling(writer, title, (made) => made.update('label_planes', id, { checked_places: places }), { planeId: id });
    return untouched(writer, id);
  });
}
