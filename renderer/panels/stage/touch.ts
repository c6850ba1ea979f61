import type { Place } from '../../state/annotations.ts';
import type { PointerInput, Pressed } from '../../tools/tool.ts';
import { inImage, liveStore, type Pane } from './live.ts';

/** CSS px within which something counts as hit. */
const reach = 6;
/** Zoom factor a wheel notch (100 px), as an exponent of e a px. */
const wheelStep = 0.0016;
/** A pinch on a trackpad comes as small wheel steps with Ctrl. */
const pinchStep = 0.01;
/** Px of wheel that count as a notch. */
const notch = 100;

/** Keys that are held while the pointer does something. */
export interface HeldKeys {
  readonly shiftKey: boolean;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
}
export const noKeys: HeldKeys = { shiftKey: false, ctrlKey: false, metaKey: false, altKey: false };

/** What only some pointers tell. */
export interface Held {
  readonly erase: boolean;
  readonly trail: readonly Pressed[];
}

/** Image px that a finger's breadth covers in a pane. */
export function reachOf(pane: Pane): number {
  return (reach * liveStore.getState().ratio) / pane.camera.zoom;
}

/** A pen says how hard it presses; a mouse always says a half. */
const pressureOf = (event: PointerEvent) => (event.pointerType === 'pen' ? event.pressure : 1);

/** Where the pointer was since the last event, finer than the frames of the screen while a button is held. */
export function trailOf(event: PointerEvent, host: HTMLElement, pane: Pane, fine: boolean): readonly Pressed[] {
  const box = host.getBoundingClientRect();
  const live = liveStore.getState();
  const events = fine ? event.getCoalescedEvents() : [];
  return (events.length === 0 ? [event] : events).map((one) => ({
    ...inImage(live, pane, one.clientX - box.left, one.clientY - box.top),
    pressure: pressureOf(one),
  }));
}

/** What a tool hears; `x`, `y` and `last` are CSS px of the stage. */
export function inputOf(
  kind: PointerInput['kind'],
  pane: Pane,
  { x, y }: Place,
  last: Place,
  keys: HeldKeys,
  { erase, trail }: Held,
): PointerInput {
  const at = inImage(liveStore.getState(), pane, x, y);
  return {
    kind,
    at,
    dx: x - last.x,
    dy: y - last.y,
    shift: keys.shiftKey,
    mod: keys.ctrlKey || keys.metaKey,
    alt: keys.altKey,
    reach: reachOf(pane),
    pressure: trail.at(-1)?.pressure ?? 1,
    erase,
    trail: trail.length === 0 ? [{ ...at, pressure: 1 }] : trail,
  };
}

/** What a turn of the wheel means: notches away from the person, and the factor of zoom. */
export function wheelDelta(event: WheelEvent): { notches: number; factor: number } {
  const lines =
    event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 33 : event.deltaMode === WheelEvent.DOM_DELTA_PAGE ? 300 : 1;
  // with Shift some systems turn the wheel sideways
  const px = (event.deltaY !== 0 ? event.deltaY : event.deltaX) * lines;
  const step = event.ctrlKey && Math.abs(event.deltaY) < 50 ? pinchStep : wheelStep;
  return { notches: -px / notch, factor: Math.exp(-event.deltaY * lines * step) };
}
