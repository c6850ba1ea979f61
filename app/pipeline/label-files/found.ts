import type { RunMask } from '../../domain/instance.ts';
import { classPresets, type LabelClass, maxClassId } from '../../domain/labels/label-class.ts';
import { roleOfName } from '../../formats/labels/key.ts';
import type { LabelImage } from '../../formats/labels/read-image.ts';
import { labelsToInstances } from '../../particles/label.ts';

export type LabelFileKind = 'classes-image' | 'instances-image' | 'coco' | 'imagej-roi' | 'ome-zarr';

/** A particle as a file tells it. */
export interface FoundParticle {
  readonly mask: RunMask;
  /** Its number in the file, where there is one. */
  readonly id: number | null;
  /** What the file says of its class: a name, a number, a colour. */
  readonly className: string | null;
  readonly group: number | null;
  readonly colour: string | null;
}

/** What a file says of one image frame. */
export interface FoundFrame {
  /** The image, where the file names it. */
  readonly image: string | null;
  /** Frame of the image from 0, where the file says it. */
  readonly frame: number | null;
  readonly width: number;
  readonly height: number;
  readonly particles: readonly FoundParticle[];
  /** Classes of pixels, row-major, by the file's own numbers; or null. */
  readonly plane: { readonly data: Uint32Array; readonly values: ReadonlyMap<number, ValueOfPlane> } | null;
}

/** What a file says of a value of its class plane. */
export type ValueOfPlane = Pick<FoundParticle, 'className' | 'group' | 'colour'>;

/** A label file, read; images of classes wait for a key. */
export interface FoundLabels {
  readonly kind: LabelFileKind;
  readonly image: LabelImage | null;
  readonly frames: readonly FoundFrame[];
  /** Classes that the file itself tells. */
  readonly classes: readonly LabelClass[];
  /** nm */
  readonly pixelSize: number | null;
  /** What was left out, in words. */
  readonly notes: readonly string[];
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** One particle a value and page; a number that was used on an earlier page (or is in `used`) is dropped. */
export function particlesOfPages(
  pages: readonly Uint32Array[],
  { width, height }: Size,
  used = new Set<number>(),
): { value: number; id: number | null; mask: RunMask }[] {
  return pages.flatMap((page) => {
    const values = new Map<number, number>();
    const data = new Int32Array(page.length);
    for (let i = 0; i < page.length; ) {
      const value = page[i];
      const from = i++;
      while (i < page.length && page[i] === value) i++;
      if (value === 0) continue;
      const number = values.get(value) ?? values.size + 1;
      values.set(value, number);
      data.fill(number, from, i);
    }
    const valueAt = [0, ...values.keys()];
    const found = labelsToInstances({ width, height, count: values.size, data }).map(({ id, mask }) => ({
      value: valueAt[id],
      mask,
    }));
    found.sort((a, b) => a.value - b.value);
    return found.map(({ value, mask }) => {
      const fresh = !used.has(value) && value < 2 ** 31;
      used.add(value);
      return { value, id: fresh ? value : null, mask };
    });
  });
}

/** Colours for classes that come without one. */
const spare = ['#56b4e9', '#e69f00', '#009e73', '#cc79a7', '#0072b2', '#d55e00', '#f0e442'];

/** Classes from what files tell: ids kept where they can be, names and ids made different. */
export function ownClasses(
  told: readonly {
    readonly id: number;
    readonly name: string;
    readonly color?: string | undefined;
    readonly role?: string;
  }[],
): LabelClass[] {
  const sound =
    told.every(({ id }) => id >= 1 && id <= maxClassId) && new Set(told.map((c) => c.id)).size === told.length;
  const names = new Set<string>();
  return told.slice(0, maxClassId).flatMap(({ id, name, color, role }, i) => {
    if (names.has(name)) return [];
    names.add(name);
    const roles = ['background', 'particle', 'overlap', 'core', 'patch', 'ignore', 'other'] as const;
    return [
      {
        id: sound ? id : i + 1,
        name,
        colour: color ?? spare[i % spare.length],
        role: roles.find((r) => r === role) ?? roleOfName(name),
      },
    ];
  });
}

/** What a file without classes of its own is read with. */
export const plainClasses: readonly LabelClass[] = classPresets[0].classes;
