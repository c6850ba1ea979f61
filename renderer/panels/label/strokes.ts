import { limitedToRange } from '../../../app/math/raster/grid.ts';
import { unionOf } from '../../../app/math/raster/set-operations.ts';
import { hasPixel, isEmpty, type Spans } from '../../../app/math/raster/spans.ts';
import { Stroke } from '../../../app/math/raster/stroke.ts';
import type { Place } from '../../state/annotations.ts';
import type { LabelDocument } from '../../state/labels/document.ts';
import { labelStore, selectInstances } from '../../state/labels/label-store.ts';
import { labelToolStore, type ValueRange } from '../../state/labels/label-tool-state.ts';
import type { Dab, LabelDeed } from '../../tools/label/deed.ts';
import type { Pane } from '../stage/live.ts';
import { greyOf } from './grey.ts';
import { valuesNear } from './values.ts';

interface UnderWay {
  readonly document: LabelDocument;
  readonly stroke: Stroke;
  readonly erase: boolean;
  readonly range: ValueRange | null;
  /** The particle that is painted on; null on the layer of classes. */
  particle: number | 'new' | null;
}

let underWay: UnderWay | null = null;

/** Name of a class, for the titles of edits. */
export function className(id: number): string {
  return labelStore.getState().classes.find((one) => one.id === id)?.name ?? `class ${id}`;
}

const titleOf = (erase: boolean, verb = 'Paint') =>
  erase ? 'Erase' : `${verb} ${className(labelStore.getState().activeClassId)}`;

/**
 * Which particle painting goes to: the active one where it is touched, else a new one. Erasing takes from the active particle, else
 * from the topmost one under `at`; null: from none.
 */
export function particleFor(document: LabelDocument, erase: boolean, touched: Spans, at: Place): number | 'new' | null {
  const active = labelStore.getState().selected.at(-1);
  const there = active !== undefined && document.instances.has(active);
  if (erase) return there ? active : (document.instancesAt(Math.floor(at.x), Math.floor(at.y))[0]?.id ?? null);
  if (!there) return 'new';
  return touches(document.spansOf(active), touched) ? active : 'new';
}

function touches(own: Spans, touched: Spans): boolean {
  const { rows } = touched;
  for (let k = 0; k < rows.length; k += 3) {
    for (let x = rows[k + 1]; x < rows[k + 2]; x++) if (hasPixel(own, x, rows[k])) return true;
  }
  return false;
}

/** A brush of a pixel or less paints the pixel it is on; discs count pixel centres at whole numbers. */
function grow(stroke: Stroke, { x, y, radius }: Dab): Spans {
  if (radius < 0.75) return stroke.add(Math.floor(x), Math.floor(y), 0.5).added;
  return stroke.add(x - 0.5, y - 0.5, radius).added;
}

function paint(now: UnderWay, pane: Pane, dabs: readonly Dab[]): void {
  if (dabs.length === 0) return;
  const { document, stroke, erase, range } = now;
  let spans = unionOf(dabs.map((dab) => grow(stroke, dab)));
  if (range !== null && pane.frame !== null) spans = limitedToRange(spans, greyOf(pane.frame), range.low, range.high);
  if (isEmpty(spans)) return;
  const { activeClassId, layer } = labelStore.getState();
  if (layer === 'classes') {
    document.paintClass(spans, erase ? 0 : activeClassId);
    return;
  }
  now.particle ??= particleFor(document, erase, spans, dabs[0]);
  if (now.particle === null) return;
  now.particle = document.paintInstance(now.particle, spans, erase ? 'erase' : 'add', activeClassId);
}

function start(deed: Extract<LabelDeed, { kind: 'stroke' }>, document: LabelDocument, pane: Pane): void {
  document.cancel();
  const { range } = labelToolStore.getState();
  const [first] = deed.dabs;
  document.begin(titleOf(deed.erase));
  underWay = {
    document,
    stroke: new Stroke(),
    erase: deed.erase,
    range: deed.limited ? (range ?? valuesNear(pane, first)) : null,
    particle: null,
  };
  paint(underWay, pane, deed.dabs);
}

/** Carries a stroke out as it comes: pixels change at once, the whole is one step of undo. */
export function stroke(deed: Extract<LabelDeed, { kind: 'stroke' }>, document: LabelDocument, pane: Pane): void {
  if (deed.phase === 'start') {
    start(deed, document, pane);
    return;
  }
  const now = underWay;
  // the frame was left, or its labels came anew, while the button was down
  if (now === null || now.document !== document || document.editing === null) {
    underWay = null;
    return;
  }
  if (deed.phase === 'go') {
    paint(now, pane, deed.dabs);
    return;
  }
  underWay = null;
  if (deed.phase === 'cancel') document.cancel();
  else if (document.end() !== null && typeof now.particle === 'number' && !now.erase) selectInstances([now.particle]);
}

/** Paints or erases a whole area in one step, on the layer that is worked on. */
export function paintArea(document: LabelDocument, spans: Spans, erase: boolean, at: Place, verb: string): void {
  if (isEmpty(spans)) return;
  const { activeClassId, layer } = labelStore.getState();
  if (layer === 'classes') {
    document.apply(titleOf(erase, verb), { classes: [{ spans, value: erase ? 0 : activeClassId }] });
    return;
  }
  const target = particleFor(document, erase, spans, at);
  if (target === null) return;
  document.begin(titleOf(erase, verb));
  const id = document.paintInstance(target, spans, erase ? 'erase' : 'add', activeClassId);
  if (document.end() !== null && !erase) selectInstances([id]);
}
