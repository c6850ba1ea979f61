import { decodeInstances } from '../../app/domain/instance-codec.ts';
import { atlasCell, type GalleryGroup, galleryTask } from '../../app/pipeline/tasks/gallery.ts';
import type { Disk } from '../../app/ports/disk.ts';
import type { TaskOptions, TaskRunner } from '../../app/ports/task.ts';

/** Bounding boxes (x, y, width, height) of encoded instances, px. */
export function boxesOf(bytes: Uint8Array): Int32Array {
  const instances = decodeInstances(bytes);
  const boxes = new Int32Array(instances.length * 4);
  for (const [i, { mask }] of instances.entries()) boxes.set([mask.x, mask.y, mask.width, mask.height], i * 4);
  return boxes;
}

/** A short sum of the boxes: kept cells of a frame that was computed again are not taken for the new ones. */
function sumOf(boxes: Int32Array): string {
  let sum = 0x811c9dc5;
  for (const value of boxes) sum = Math.imul(sum ^ value, 0x01000193);
  return (sum >>> 0).toString(36);
}

/** Where the gallery cells of a result are kept: inside the project, to be thrown away at will. */
export function atlasPath(
  projectPath: string,
  runId: number,
  imageId: number,
  frame: number,
  boxes: Int32Array,
): string {
  return `${projectPath}/cache/gallery/${runId}-${imageId}-${frame}-${sumOf(boxes)}.u8`;
}

/** Makes and keeps the gallery cells of a frame unless they are there. */
export async function makeAtlas(
  { tasks, disk }: { readonly tasks: TaskRunner; readonly disk: Disk },
  group: GalleryGroup,
  options: TaskOptions,
): Promise<void> {
  if (group.boxes.length === 0 || (await disk.look(group.atlas)) !== null) return;
  const one = { groups: [{ ...group, picks: [] }], cell: atlasCell, slots: 0 };
  const { made } = await tasks.run(galleryTask, one, options);
  for (const { path, bytes } of made) await disk.write(path, bytes);
}
