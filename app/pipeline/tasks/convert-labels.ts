import { type LabelClasses, type LabelRole, unlabelled } from '../../domain/labels/label-class.ts';
import { decodeLabelled, encodeLabelled, type LabelledInstance } from '../../domain/labels/labelled-instance.ts';
import { type FrameLabels, planeOfTiles, tilesOfPlane } from '../../domain/labels/tiled-plane.ts';
import { classPlane } from '../../particles/class-plane.ts';
import { task } from '../../ports/task.ts';
import type { Work } from '../../ports/work.ts';
import { typicalDepths } from '../../segmentation/cores.ts';
import { decodeOverlaps } from '../../segmentation/overlaps.ts';
import { classImage } from '../../segmentation/particle-map.ts';

export interface ConvertLabels {
  readonly labels: FrameLabels;
  readonly classes: LabelClasses;
  readonly to: 'instances' | 'classes';
  /** Depths of cores (`CoreSettings`), px; null: they follow from the particles. */
  readonly core: number | null;
  readonly smallCore: number | null;
  readonly fillBackground: boolean;
  /** Number of the first new particle. */
  readonly firstId: number;
}

/** What the step of the same name takes by itself. */
const decoding = { neck: 1, join: 0.95, contact: 4 } as const;

const roleIds = (classes: LabelClasses, ...roles: LabelRole[]) =>
  classes.filter((c) => roles.includes(c.role)).map((c) => c.id);

function toParticles(asked: ConvertLabels, work: Work): LabelledInstance[] {
  const { labels, classes, firstId } = asked;
  const { width, height, tiles } = labels;
  const data = planeOfTiles(tiles, width, height);
  const found: LabelledInstance[] = [];
  // Particles share overlaps; cores, patches and whatever a person named lie side by side.
  for (const [single, overlap] of [
    [roleIds(classes, 'particle'), roleIds(classes, 'overlap')],
    [roleIds(classes, 'core', 'patch', 'other'), []],
  ]) {
    if (!data.some((id) => single.includes(id) || overlap.includes(id))) continue;
    const plane = { width, height, data, single, overlap };
    const typical = typicalDepths(classImage(plane, single), work);
    const depths = { core: asked.core ?? typical.core, smallCore: asked.smallCore ?? typical.smallCore };
    for (const { mask, area, atBorder, classId } of decodeOverlaps(plane, { ...decoding, ...depths }, work))
      found.push({ id: firstId + found.length, mask, area, atBorder, classId, reviewed: false });
  }
  return found;
}

/** Makes a frame's particles from its classes or the other way round; the bytes take the place of those that are there. */
export const convertLabelsTask = task('convert-labels', (asked: ConvertLabels, { work }) => {
  const { labels, classes, to, fillBackground } = asked;
  if (to === 'instances') {
    const particles = toParticles(asked, work);
    return { write: { particles: encodeLabelled(particles) }, instances: particles.length };
  }
  const particles = decodeLabelled(labels.particles);
  const background = fillBackground ? (roleIds(classes, 'background')[0] ?? unlabelled) : unlabelled;
  const settings = { overlap: roleIds(classes, 'overlap')[0] ?? null, background };
  const plane = classPlane(particles, labels.width, labels.height, settings);
  return { write: { classes: tilesOfPlane(plane, labels.width, labels.height) }, instances: particles.length };
});
