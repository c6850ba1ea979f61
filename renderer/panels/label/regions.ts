import type { Grid } from '../../../app/math/raster/grid.ts';
import { holesFilled } from '../../../app/math/raster/parts.ts';
import { edgeReach, intensityReach, type Reach, reachedSpans } from '../../../app/math/raster/reach.ts';
import { areaOf, type Box, boundsOf, noSpans, type Spans } from '../../../app/math/raster/spans.ts';
import type { LabelDocument } from '../../state/labels/document.ts';
import { previewSpans } from '../../state/labels/ghost.ts';
import { labelStore } from '../../state/labels/label-store.ts';
import { layoutStore } from '../../state/layout.ts';
import type { LabelDeed } from '../../tools/label/deed.ts';
import type { Pane } from '../stage/live.ts';
import { greyOf } from './grey.ts';
import { paintArea } from './strokes.ts';
import { alike, shownRange } from './values.ts';

type Region = Extract<LabelDeed, { kind: 'region' }>;

/** Px of Gaussian blur before edges are looked for. */
const edgeBlur = 1.5;
/** Half a side of the box around the seed that is looked at first, and at most: while hovering, and when something is taken. */
const firstHalf = 96;
const hoverHalf = 512;
const takeHalf = 2048;

/** Holes that the wand closes: up to so many px, and so much of the region. */
const speck = 32;
const smallHole = 0.002;

/** What was grown last: a drag or a slider only asks for another tolerance. */
let grownLast: {
  readonly image: Grid;
  readonly by: Region['by'];
  readonly x: number;
  readonly y: number;
  readonly half: number;
  readonly reach: Reach;
} | null = null;

function boxAround(x: number, y: number, half: number, { width, height }: Grid): Box {
  const left = Math.max(0, x - half);
  const top = Math.max(0, y - half);
  return { x: left, y: top, width: Math.min(width, x + half + 1) - left, height: Math.min(height, y + half + 1) - top };
}

function reachOf(image: Grid, by: Region['by'], x: number, y: number, half: number): Reach {
  const last = grownLast;
  if (last?.image === image && last.by === by && last.x === x && last.y === y && last.half >= half) return last.reach;
  const box = boxAround(x, y, half, image);
  const reach = by === 'value' ? intensityReach(image, x, y, box) : edgeReach(image, x, y, edgeBlur, box);
  grownLast = { image, by, x, y, half, reach };
  return reach;
}

/** The region meets a side of its box inside the image: there may be more of it. */
function cutOff(spans: Spans, box: Box, { width, height }: Grid): boolean {
  const { x, y, width: w, height: h } = boundsOf(spans);
  return (
    (x === box.x && x > 0) ||
    (y === box.y && y > 0) ||
    (x + w === box.x + box.width && x + w < width) ||
    (y + h === box.y + box.height && y + h < height)
  );
}

/** How much may lie between a pixel and the seed, in the units of the wand. */
function toleranceOf(pane: Pane, by: Region['by'], stretch: number): number {
  if (by === 'value') return alike(pane) * stretch;
  const { low, high } = shownRange(pane);
  // the blurred edge of a step from black to white is this steep
  const steepest = (high - low) / (edgeBlur * Math.sqrt(2 * Math.PI));
  return layoutStore.getState().labelling.edge * steepest * stretch;
}

/** What the wand takes at a place: the box that is looked at grows until the region lies within it. */
export function regionAt(pane: Pane, { by, at, stretch, phase }: Region): Spans {
  const x = Math.floor(at.x);
  const y = Math.floor(at.y);
  if (pane.frame === null || x < 0 || y < 0 || x >= pane.frame.width || y >= pane.frame.height) return noSpans;
  const image = greyOf(pane.frame);
  const tolerance = toleranceOf(pane, by, stretch);
  const most = phase === 'take' ? takeHalf : hoverHalf;
  let spans = noSpans;
  for (let half = firstHalf; ; half *= 2) {
    const reach = reachOf(image, by, x, y, half);
    spans = reachedSpans(reach, tolerance);
    if (half >= most || !cutOff(spans, reach, image)) break;
  }
  if (!layoutStore.getState().labelling.wandFills) return spans;
  // specks of noise, not the particles that the clicked background surrounds
  return holesFilled(spans, speck + smallHole * areaOf(spans));
}

let asked: { readonly deed: Region; readonly pane: Pane } | null = null;

/** The last preview again, after what counts as alike has changed. */
export function showRegionAgain(): void {
  if (asked !== null) showRegion(asked.deed, asked.pane);
}

let frame = 0;

/** Shows what the wand would take, once a frame of the screen at most. */
function showRegion(deed: Region, pane: Pane): void {
  asked = { deed, pane };
  if (frame !== 0) return;
  frame = requestAnimationFrame(() => {
    frame = 0;
    if (asked === null) return;
    const { classes, activeClassId } = labelStore.getState();
    const colour = asked.deed.erase ? '#ffffff' : classes.find(({ id }) => id === activeClassId)?.colour;
    previewSpans(regionAt(asked.pane, asked.deed), colour);
  });
}

/** Takes the preview away. */
export function hideRegion(): void {
  asked = null;
  previewSpans(null);
}

/** Shows, takes or leaves the region around a place. */
export function region(deed: Region, document: LabelDocument, pane: Pane): void {
  if (deed.phase === 'show') {
    showRegion(deed, pane);
    return;
  }
  hideRegion();
  if (deed.phase === 'take') paintArea(document, regionAt(pane, deed), deed.erase, deed.at, 'Grow');
}
