import { Failure } from '../../../app/domain/failure.ts';
import { decodeLabelEdit } from '../../../app/domain/labels/label-edit.ts';
import { decodeLabelled } from '../../../app/domain/labels/labelled-instance.ts';
import type { LabelEdits } from '../../../app/ports/label-store.ts';
import type { LabelFrameKey, LabelTouch, LabelWrite } from '../../../app/ports/stored-labels.ts';
import type { Writer } from '../connection.ts';
import { editTelling } from '../edit-log.ts';
import { untouched } from '../edit-steps.ts';
import { counted, missing } from '../missing.ts';
import { checkPlace } from './checked-places.ts';
import { checkedParticles, checkedTiles, checkNewNumber, checkSpans } from './checks.ts';
import type { Plane } from './plane.ts';
import { classesOfSet, ensuredPlane, nextInstance } from './plane-row.ts';
import { setEdits } from './set-edits.ts';

/** What came in can't be read: nothing that is stored is damaged. */
function readable<R>(read: () => R): R {
  try {
    return read();
  } catch (thrown) {
    if (!(thrown instanceof Failure) || thrown.info.tag !== 'malformed') throw thrown;
    throw new Failure('invalid-input', 'A change of labels came in damaged; nothing was changed.', 'Make it again.');
  }
}

/** Makes one write on a plane, after checking all of it. */
function write(writer: Writer, plane: Plane, { base, edit, classes, particles }: LabelWrite): void {
  const { row } = plane;
  if (base !== null && base !== row.version)
    throw new Failure(
      'stale',
      'The labels of this frame changed in the meantime, in another window or by undo.',
      'Look at the labels as they are now and make the change again.',
    );
  const known = classesOfSet(writer, row.setId);
  if (edit !== undefined) {
    const { classes: spans, changed, removed } = readable(() => decodeLabelEdit(edit));
    checkSpans(spans, row, known);
    const checked = checkedParticles(changed, row, known);
    const next = nextInstance(writer, row.setId, row.imageId);
    for (const { id } of checked) if (plane.particle(id) === null) checkNewNumber(id, row.nextInstance, next);
    for (const id of removed) if (plane.particle(id) === null) throw missing('labelled particle', id);
    plane.paint(spans);
    for (const id of removed) plane.putParticle(id, null);
    for (const particle of checked) plane.putParticle(particle.id, particle);
  }
  if (classes !== undefined) plane.replaceTiles(readable(() => checkedTiles(classes, row, known)));
  if (particles !== undefined)
    plane.replaceParticles(
      checkedParticles(
        readable(() => decodeLabelled(particles)),
        row,
        known,
      ),
    );
}

function reviewTitle(count: number, noun: string, reviewed: boolean): string {
  return reviewed ? `Mark ${counted(count, noun)} as reviewed` : `Take the mark off ${counted(count, noun)}`;
}

/** Where `plane` stands when nothing of it changed. */
function standing({ row }: Plane): LabelTouch {
  const { setId, imageId, frame, version } = row;
  return { setId, imageId, frame, version, tiles: [], instances: [] };
}

export function labelEdits(writer: Writer): LabelEdits {
  return {
    ...setEdits(writer),

    changeLabels: (title, writes, keepsReview) => {
      const made = editTelling(writer, title, (change) =>
        writes.map((one) => {
          const plane = change.labels.at(one);
          write(writer, plane, one);
          const changes = plane.delta.tiles.length + plane.delta.instances.length > 0;
          if (!keepsReview && changes) change.update('label_planes', plane.row.id, { reviewed: 0 });
          return standing(plane);
        }),
      );
      const touched = new Map(made.touched.map((touch) => [`${touch.setId}/${touch.imageId}/${touch.frame}`, touch]));
      return {
        editId: made.editId,
        frames: made.result.map((was) => touched.get(`${was.setId}/${was.imageId}/${was.frame}`) ?? was),
      };
    },

    reviewFrames: (keys, reviewed) => {
      const planes = (all: readonly LabelFrameKey[]) => all.map((key) => ensuredPlane(writer, key).id);
      return writer.transaction(() => {
        const ids = planes(keys);
        editTelling(
          writer,
          reviewTitle(ids.length, 'frame', reviewed),
          (made) => {
            for (const id of ids) made.update('label_planes', id, { reviewed: reviewed ? 1 : 0 });
          },
          { planeId: ids[0] ?? null },
        );
        return ids.map((id) => untouched(writer, id));
      });
    },

    checkPlace: (key, box) => checkPlace(writer, key, box),

    reviewParticles: (key, ids, reviewed) => {
      const { result, touched } = editTelling(writer, reviewTitle(ids.length, 'particle', reviewed), (made) => {
        const plane = made.labels.at(key);
        for (const id of ids) {
          const particle = plane.particle(id);
          if (particle === null) throw missing('labelled particle', id);
          plane.putParticle(id, { ...particle, reviewed });
        }
        return standing(plane);
      });
      return touched[0] ?? result;
    },
  };
}
