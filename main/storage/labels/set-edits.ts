import { Failure } from '../../../app/domain/failure.ts';
import { tileBox } from '../../../app/domain/labels/class-tiles.ts';
import { type LabelClasses, unlabelled } from '../../../app/domain/labels/label-class.ts';
import type { LabelTouch, StoredLabelSet } from '../../../app/ports/stored-labels.ts';
import type { Writer } from '../connection.ts';
import { type Edit, edit, editTelling } from '../edit-log.ts';
import type { Plane } from './plane.ts';
import { storedSet } from './reads.ts';
import { rewriteTile } from './tile-runs.ts';

/** Classes in the order of their fields, so that equal classes are equal text. */
function textOf(classes: LabelClasses): string {
  return JSON.stringify(classes.map(({ id, name, colour, role }) => ({ id, name, colour, role })));
}

/** Takes classes out of a plane: their pixels become unlabelled, their particles another class or none. */
function dropClasses(plane: Plane, gone: ReadonlySet<number>, moveTo: number | null): void {
  for (const tile of plane.storedTiles()) {
    const bytes = plane.storedTile(tile);
    if (bytes === null) continue;
    const box = tileBox(tile, plane.row.width, plane.row.height);
    const size = box.width * box.height;
    plane.putTile(
      tile,
      rewriteTile(bytes, size, (value) => (gone.has(value) ? unlabelled : value)),
    );
  }
  for (const particle of plane.particles()) {
    if (!gone.has(particle.classId)) continue;
    plane.putParticle(particle.id, moveTo === null ? null : { ...particle, classId: moveTo });
  }
}

/** What a change of a set is called: its new name, or the one class that it is about. */
function titleOf(set: StoredLabelSet, change: { name?: string; classes?: LabelClasses }): string {
  const { classes } = change;
  if (classes === undefined) return `Rename label set ${set.name} to ${change.name ?? set.name}`;
  const before = new Map(set.classes.map((c) => [c.id, c]));
  const after = new Set(classes.map((c) => c.id));
  const gone = set.classes.filter((c) => !after.has(c.id));
  const made = classes.filter((c) => !before.has(c.id));
  const other = classes.filter((c) => before.has(c.id) && textOf([c]) !== textOf([before.get(c.id) ?? c]));
  if (gone.length + made.length + other.length !== 1) return `Change classes of ${set.name}`;
  if (gone.length === 1) return `Remove class ${gone[0].name}`;
  if (made.length === 1) return `Add class ${made[0].name}`;
  return `Change class ${other[0].name}`;
}

export function setEdits(writer: Writer) {
  const dropFrom = (made: Edit, setId: number, gone: ReadonlySet<number>, moveTo: number | null) => {
    for (const { id } of writer.all<{ id: number }>('SELECT id FROM label_planes WHERE set_id = ?', setId))
      dropClasses(made.labels.byId(id), gone, moveTo);
  };
  return {
    createLabelSet: (name: string, classes: LabelClasses): StoredLabelSet => {
      const id = edit(writer, `Create label set ${name}`, (made) =>
        made.insert('label_sets', { name, classes: textOf(classes) }),
      );
      return storedSet(writer, id);
    },

    updateLabelSet: (
      id: number,
      change: { name?: string; classes?: LabelClasses },
      moveTo: number | null,
    ): { set: StoredLabelSet; frames: LabelTouch[] } => {
      const set = storedSet(writer, id);
      const kept = new Set((change.classes ?? set.classes).map((c) => c.id));
      if (moveTo !== null && !kept.has(moveTo))
        throw new Failure(
          'invalid-input',
          `Label set ${set.name} has no class ${moveTo} that particles could move to.`,
          'Choose a class that stays.',
          set.name,
        );
      const gone = new Set(set.classes.map((c) => c.id).filter((c) => !kept.has(c)));
      const { touched } = editTelling(writer, titleOf(set, change), (made) => {
        made.update('label_sets', id, {
          ...(change.name === undefined ? {} : { name: change.name }),
          ...(change.classes === undefined ? {} : { classes: textOf(change.classes) }),
        });
        if (gone.size > 0) dropFrom(made, id, gone, moveTo);
      });
      return { set: storedSet(writer, id), frames: [...touched] };
    },

    removeLabelSet: (id: number): void => {
      const set = storedSet(writer, id);
      edit(writer, `Remove label set ${set.name}`, (made) => made.remove('label_sets', id));
    },
  };
}
