import type { KeyboardEvent, MouseEvent, PointerEvent } from 'react';
import { attempt } from '../../state/notices.ts';
import { choosePlace, type ParticleOrder } from '../../state/particle-order.ts';
import { centreOn } from '../../state/particles.ts';
import { hoverRow } from '../../state/selection.ts';

/** What the pointer does in a list of particles: choose, add, extend, point at, centre. */
export function placeHandlers(order: ParticleOrder, placeOf: (event: MouseEvent) => number | null) {
  return {
    onPointerDown: (event: PointerEvent) => {
      const place = event.button === 0 ? placeOf(event) : null;
      if (place !== null) {
        choosePlace(place, event.shiftKey ? 'range' : event.ctrlKey || event.metaKey ? 'toggle' : 'alone');
      }
    },
    onPointerMove: (event: PointerEvent) => {
      // Cells that scroll by under a pointer at rest are not pointed at: the stage would be drawn for each.
      if (event.movementX === 0 && event.movementY === 0) return;
      const place = placeOf(event);
      hoverRow(place === null ? null : (order.rows[place] ?? null));
    },
    onPointerLeave: () => hoverRow(null),
    onDoubleClick: (event: MouseEvent) => {
      const place = placeOf(event);
      const row = place === null ? undefined : order.rows[place];
      if (row !== undefined) void attempt('window', 'centre', () => centreOn(row));
    },
  };
}

/** Places that a key moves by, or null when it is not one that moves; a key that moves is taken. */
export function pageStep(
  event: KeyboardEvent,
  steps: Readonly<Record<string, number>>,
  page: number,
  count: number,
): number | null {
  if (event.ctrlKey || event.metaKey || event.altKey) return null;
  const all: Readonly<Record<string, number>> = { ...steps, PageUp: -page, PageDown: page, Home: -count, End: count };
  const step = all[event.key];
  if (step === undefined) return null;
  event.preventDefault();
  return step;
}
