import { type LabelClasses, unlabelled } from '../../domain/labels/label-class.ts';
import { decodeLabelled, encodeLabelled, type LabelledInstance } from '../../domain/labels/labelled-instance.ts';
import { type FrameLabels, planeOfTiles, tilesOfPlane } from '../../domain/labels/tiled-plane.ts';
import { instanceOf } from '../../domain/run-mask.ts';
import { paintSpans, runsOfSpans, spansOfRuns, spansOfValue } from '../../math/raster/grid.ts';
import { type Interpolation, interpolation } from '../../math/raster/interpolate.ts';
import { clipped } from '../../math/raster/spans.ts';
import { task } from '../../ports/task.ts';
import type { Work } from '../../ports/work.ts';

export interface InterpolateLabels {
  readonly from: FrameLabels;
  /** Of the same size. */
  readonly to: FrameLabels;
  /** Frames in between. */
  readonly between: number;
  readonly classes: LabelClasses;
  readonly what: 'classes' | 'instances' | 'both';
}

/** A frame in between; what was not asked for is absent. */
export interface InterpolatedFrame {
  readonly classes?: Uint8Array;
  readonly particles?: Uint8Array;
}

type Shapes = (t: number) => Uint8Array;

/** Background first, so that it never covers anything where shapes meet. */
function inPaintOrder(classes: LabelClasses): LabelClasses {
  const rank = (role: string) => (role === 'background' ? 0 : 1);
  return [...classes].sort((a, b) => rank(a.role) - rank(b.role));
}

function classesBetween({ from, to, classes }: InterpolateLabels, work: Work): Shapes {
  const { width, height } = from;
  const [first, last] = [from, to].map(({ tiles }) => ({ width, height, data: planeOfTiles(tiles, width, height) }));
  const shapes = inPaintOrder(classes).map(({ id }): [number, Interpolation] => {
    work.check();
    return [id, interpolation(spansOfValue(first, id), spansOfValue(last, id), false)];
  });
  return (t) => {
    const grid = { width, height, data: new Uint8Array(width * height).fill(unlabelled) };
    for (const [id, shape] of shapes) {
      work.check();
      paintSpans(shape.at(t), grid, id);
    }
    return tilesOfPlane(grid.data, width, height);
  };
}

/** Particles that have the same number in both frames; each moves with its centre. */
function particlesBetween({ from, to }: InterpolateLabels, work: Work): Shapes {
  const { width, height } = from;
  const last = new Map(decodeLabelled(to.particles).map((particle) => [particle.id, particle]));
  const shapes = decodeLabelled(from.particles).flatMap((particle): [LabelledInstance, Interpolation][] => {
    const other = last.get(particle.id);
    if (other === undefined) return [];
    work.check();
    return [[particle, interpolation(spansOfRuns(particle.mask), spansOfRuns(other.mask), true)]];
  });
  return (t) => {
    const found: LabelledInstance[] = [];
    for (const [{ id, classId }, shape] of shapes) {
      work.check();
      const mask = runsOfSpans(clipped(shape.at(t), { x: 0, y: 0, width, height }));
      if (mask !== null) found.push({ ...instanceOf(id, mask, width, height), classId, reviewed: false });
    }
    return encodeLabelled(found);
  };
}

/** The labels of all frames between two, in order. */
export const interpolateLabelsTask = task(
  'interpolate-labels',
  (asked: InterpolateLabels, { work }): InterpolatedFrame[] => {
    const classes = asked.what === 'instances' ? null : classesBetween(asked, work);
    const particles = asked.what === 'classes' ? null : particlesBetween(asked, work);
    return Array.from({ length: asked.between }, (_, k) => {
      work.progress(k / asked.between, `Frame ${k + 1} of ${asked.between}`);
      const t = (k + 1) / (asked.between + 1);
      return {
        ...(classes === null ? {} : { classes: classes(t) }),
        ...(particles === null ? {} : { particles: particles(t) }),
      };
    });
  },
);
