import { unlabelled } from '../../../app/domain/labels/label-class.ts';
import { floodRegion } from '../../../app/math/raster/flood.ts';
import { spansOfValue } from '../../../app/math/raster/grid.ts';
import { holesOf, partAt } from '../../../app/math/raster/parts.ts';
import { ellipseSpans, polygonSpans, rectangleSpans } from '../../../app/math/raster/polygon.ts';
import { intersect } from '../../../app/math/raster/set-operations.ts';
import { areaOf, boundsOf, clipped, isEmpty, type Spans } from '../../../app/math/raster/spans.ts';
import { strokeSpans } from '../../../app/math/raster/stroke.ts';
import type { Place } from '../../state/annotations.ts';
import { adoptParticles } from '../../state/labels/adopt.ts';
import type { LabelDocument } from '../../state/labels/document.ts';
import { hoverInstance, labelStore, selectInstances } from '../../state/labels/label-store.ts';
import { pickClass, turnSize, turnTolerance } from '../../state/labels/label-tool-state.ts';
import { cutParticles, giveClass, joinParticles, particlesInside } from '../../state/labels/particle-edits.ts';
import { attempt } from '../../state/notices.ts';
import { toolStore } from '../../state/tool.ts';
import type { LabelDeed, LabelShape } from '../../tools/label/deed.ts';
import type { Pane } from '../stage/live.ts';
import { hidePredicted, predictedAt, showPredicted } from './prediction.ts';
import { region, showRegionAgain } from './regions.ts';
import { className, paintArea, stroke } from './strokes.ts';

/** Points of tools count from a pixel's corner, discs and polygons from its centre. */
const flat = (points: readonly Place[]) => Float64Array.from(points.flatMap(({ x, y }) => [x - 0.5, y - 0.5]));

function spansOfShape(shape: LabelShape): Spans {
  if (shape.kind === 'polygon') return polygonSpans(flat(shape.points));
  const [ax, ay, bx, by] = flat([shape.a, shape.b]);
  if (shape.kind === 'rectangle') return rectangleSpans(ax, ay, bx, by);
  return ellipseSpans({
    x: (ax + bx) / 2,
    y: (ay + by) / 2,
    rx: Math.max(0.5, Math.abs(bx - ax) / 2),
    ry: Math.max(0.5, Math.abs(by - ay) / 2),
  });
}

function fillClasses(document: LabelDocument, x: number, y: number, erase: boolean): void {
  const { width, height, classes } = document;
  const { activeClassId } = labelStore.getState();
  const spans = floodRegion({ width, height, data: classes }, x, y);
  document.apply(erase ? 'Clear a region' : `Fill with ${className(activeClassId)}`, {
    classes: [{ spans, value: erase ? 0 : activeClassId }],
  });
}

/** Closes the hole of a particle that was clicked, or gives the clicked particle the active class. */
function fillParticle(document: LabelDocument, x: number, y: number): void {
  const under = document.instancesAt(x, y)[0];
  if (under !== undefined) {
    giveClass(document, [under.id], labelStore.getState().activeClassId);
    return;
  }
  for (const { id, classId } of document.instancesIn({ x, y, width: 1, height: 1 })) {
    const spans = document.spansOf(id);
    const hole = partAt(holesOf(spans), x, y, 4);
    if (isEmpty(hole)) continue;
    document.begin(`Fill a hole of particle ${id}`);
    document.paintInstance(id, hole, 'add', classId);
    document.end();
    return;
  }
}

function fill({ at, erase }: Extract<LabelDeed, { kind: 'fill' }>, document: LabelDocument): void {
  const x = Math.floor(at.x);
  const y = Math.floor(at.y);
  if (x < 0 || y < 0 || x >= document.width || y >= document.height) return;
  if (labelStore.getState().layer === 'classes') fillClasses(document, x, y, erase);
  else if (!erase) fillParticle(document, x, y);
}

/** Half the width of the gap that a cut leaves between pixels of a class, px: what hangs together over corners is parted too. */
const gapRadius = 0.75;

function cut(line: readonly Place[], document: LabelDocument): void {
  const { layer, selected } = labelStore.getState();
  if (layer === 'instances') {
    const made = cutParticles(document, selected, flat(line));
    if (made.length > 0) selectInstances(made);
    return;
  }
  const { width, height, classes } = document;
  const { activeClassId } = labelStore.getState();
  const gap = strokeSpans(flat(line), gapRadius);
  const own = clipped(gap, { x: 0, y: 0, width, height });
  const cutOut = intersect(own, spansOfValue({ width, height, data: classes }, activeClassId, boundsOf(own)));
  document.apply(`Cut ${className(activeClassId)}`, { classes: [{ spans: cutOut, value: unlabelled }] });
}

function pick(at: Place, document: LabelDocument): void {
  const x = Math.floor(at.x);
  const y = Math.floor(at.y);
  const under = document.instancesAt(x, y)[0];
  const { layer } = labelStore.getState();
  if (layer === 'instances' && under !== undefined) {
    pickClass(under.classId);
    selectInstances([under.id]);
    return;
  }
  const id = document.classAt(x, y);
  if (id > 0) pickClass(id);
}

function turn({ what, notches }: Extract<LabelDeed, { kind: 'turn' }>): void {
  if (what === 'size') turnSize(notches);
  else {
    turnTolerance(notches, toolStore.getState().toolId === 'label-edge-wand' ? 'edge' : 'tolerance');
    showRegionAgain();
  }
}

async function adopt(pane: Pane, at: Place): Promise<void> {
  const found = predictedAt(pane, at);
  hidePredicted();
  if (found !== null) await attempt('stage', 'adopt', () => adoptParticles(found.runId, [found.id]));
}

type Deeds = {
  readonly [K in LabelDeed['kind']]: (
    deed: Extract<LabelDeed, { kind: K }>,
    document: LabelDocument,
    pane: Pane,
  ) => void;
};

const deeds: Deeds = {
  stroke,
  fill,
  region,
  shape: ({ shape, erase }, document) => {
    const first = shape.kind === 'polygon' ? shape.points[0] : shape.a;
    paintArea(document, spansOfShape(shape), erase, first, 'Draw');
  },
  cut: ({ line }, document) => cut(line, document),
  join: ({ ids }, document) => selectInstances(joinParticles(document, ids)),
  choose: ({ ids, change }) => selectInstances(ids, change),
  'choose inside': ({ polygon, change }, document) => {
    const area = polygonSpans(flat(polygon));
    selectInstances(areaOf(area) === 0 ? [] : particlesInside(document, area), change);
  },
  hover: ({ id }) => hoverInstance(id),
  adopt: ({ phase, at }, _, pane) => {
    if (phase === 'show') showPredicted(pane, at);
    else void adopt(pane, at);
  },
  'pick class': ({ at }, document) => pick(at, document),
  turn,
  'clear preview': hidePredicted,
};

/** Carries out what a labelling tool wants, on the labels that are shown. */
export function perform(deed: LabelDeed, pane: Pane): void {
  const { document } = labelStore.getState();
  if (document !== null) (deeds[deed.kind] as Deeds['turn' | 'stroke'])(deed as never, document, pane);
}
