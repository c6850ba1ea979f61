import { Failure } from '../../domain/failure.ts';
import { boxOf } from '../../domain/run-mask.ts';
import { readCoco } from '../../formats/coco/read.ts';
import { isZip } from '../../formats/compressed/zip.ts';
import { extensionOf } from '../../formats/format.ts';
import { readImageJRois } from '../../formats/imagej-roi/read.ts';
import { readInstanceNotes } from '../../formats/labels/instance-notes.ts';
import { type LabelImage, readLabelImage } from '../../formats/labels/read-image.ts';
import type { ByteSource } from '../../ports/byte-source.ts';
import {
  type FoundFrame,
  type FoundLabels,
  type FoundParticle,
  type LabelFileKind,
  ownClasses,
  particlesOfPages,
  type Size,
} from './found.ts';

/** The kind of a label file by its content; images of labels are `null`: classes or particles. */
export function kindOf(source: ByteSource): LabelFileKind | null {
  const head = source.read(0, 64);
  if (isZip(head) || (head[0] === 0x49 && head[1] === 0x6f && head[2] === 0x75 && head[3] === 0x74))
    return 'imagej-roi';
  const json =
    extensionOf(source.name) === 'json' || /^[\s\ufeff]*[{[]/.test(String.fromCharCode(...head.subarray(0, 8)));
  return json ? 'coco' : null;
}

export function openCoco(source: ByteSource): FoundLabels {
  const { categories, images } = readCoco(source);
  const notes: string[] = [];
  const nameOf = new Map(categories.map(({ id, name }) => [id, name]));
  const crowds = images.reduce((sum, { particles }) => sum + particles.filter((p) => p.crowd).length, 0);
  const empty = images.reduce((sum, image) => sum + image.empty, 0);
  if (crowds > 0)
    notes.push(`${crowds} crowd ${crowds === 1 ? 'region is' : 'regions are'} no single particles and left out`);
  if (empty > 0)
    notes.push(`${empty} ${empty === 1 ? 'annotation has' : 'annotations have'} no outline and are left out`);
  const frames = images.map(({ fileName, width, height, particles }): FoundFrame => {
    const numbers = particles.map((p) => p.particle);
    const sound = new Set(numbers).size === numbers.length;
    return {
      image: fileName,
      frame: null,
      width,
      height,
      plane: null,
      particles: particles
        .filter((p) => !p.crowd)
        .map(({ mask, categoryId, particle }) => ({
          mask,
          id: sound ? particle : null,
          className: nameOf.get(categoryId) ?? null,
          group: null,
          colour: null,
        })),
    };
  });
  const classes = ownClasses(
    categories.map(({ id, name, supercategory, color }) => ({ id, name, role: supercategory, color })),
  );
  return { kind: 'coco', image: null, frames, classes, pixelSize: null, notes };
}

export function openRois(source: ByteSource, size: Size | null): FoundLabels {
  const { rois, skipped } = readImageJRois(source, size?.width ?? 65_535, size?.height ?? 65_535);
  const box = boxOf(rois.map(({ mask }) => mask));
  const { width, height } = size ?? { width: Math.max(1, box.x + box.width), height: Math.max(1, box.y + box.height) };
  const particles = rois.map(({ name, mask, group, strokeColour }) => {
    const [, id, className] = /^(\d{1,9})(?:-(.*?))?(?:-\d+)?$/.exec(name) ?? [];
    return {
      mask,
      id: id === undefined || Number(id) === 0 ? null : Number(id),
      className: className ?? null,
      group: group === 0 ? null : group,
      colour: strokeColour,
      position: rois[0].position,
    };
  });
  const positions = [...new Set(rois.map(({ position }) => position))];
  const frames = positions.map(
    (position): FoundFrame => ({
      image: null,
      frame: position === 0 ? null : position - 1,
      width,
      height,
      plane: null,
      particles: withSoundIds(particles.filter((_, i) => rois[i].position === position)),
    }),
  );
  const named = new Map(particles.flatMap((p) => (p.className === null ? [] : [[p.className, p] as const])));
  const classes = ownClasses(
    [...named].map(([name, { group, colour }], i) => ({ id: group ?? i + 1, name, color: colour ?? undefined })),
  );
  const notes = skipped.map(({ name, reason }) => `${name} is left out: ${reason}`);
  return { kind: 'imagej-roi', image: null, frames, classes, pixelSize: null, notes };
}

/** Ids that are all there and differ, else none. */
function withSoundIds(particles: readonly FoundParticle[]): FoundParticle[] {
  const ids = new Set(particles.map((p) => p.id));
  const sound = ids.size === particles.length && !ids.has(null);
  return particles.map((p) => (sound ? p : { ...p, id: null }));
}

/**
 * An image of labels. `instances` null: particles if the file says so or if `guess` thinks so. Pages are frames of an image of
 * as many frames; else they hold particles that overlap.
 */
export async function openImage(
  source: ByteSource,
  instances: boolean | null,
  guess: (image: LabelImage) => boolean,
  frames: number,
): Promise<FoundLabels> {
  const image = await readLabelImage(source);
  const told = readInstanceNotes(image.metadata);
  const { pixelSize } = image;
  if (!(instances ?? (told !== null || guess(image))))
    return { kind: 'classes-image', image, frames: [], classes: [], pixelSize, notes: [] };
  if (image.kind === 'rgb' && instances === null)
    throw new Failure(
      'invalid-input',
      `${source.name} holds colours, not particle numbers.`,
      'Import it as classes.',
      source.name,
    );
  const classOf = new Map((told?.classes ?? []).flatMap(({ name, ids }) => ids.map((id) => [id, name] as const)));
  const numbers =
    told === null ? (frames > 1 && image.pages.length === frames ? [...image.pages.keys()] : [0]) : told.frames;
  // Pages are layers of all frames. A file that was changed by another program may say so wrongly.
  const stack = image.pages.length % numbers.length === 0 ? numbers : [0];
  const groups = stack.map((_, f) => image.pages.filter((_page, i) => i % stack.length === f));
  const saysFrame = told !== null || stack.length > 1;
  return {
    kind: 'instances-image',
    image: null,
    frames: groups.map((pages, f) => ({
      image: null,
      frame: saysFrame ? stack[f] : null,
      width: image.width,
      height: image.height,
      plane: null,
      particles: particlesOfPages(pages, image).map(({ id, mask }) => ({
        mask,
        id,
        className: (id === null ? undefined : classOf.get(id)) ?? null,
        group: null,
        colour: null,
      })),
    })),
    classes: ownClasses((told?.classes ?? []).map(({ name, color, role }, i) => ({ id: i + 1, name, color, role }))),
    pixelSize,
    notes: [],
  };
}
