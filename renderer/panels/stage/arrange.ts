import type { Rect, Size } from '../../scene/camera.ts';
import type { CompareMode } from '../../state/view.ts';

/** The parts a stage may have: image A, image B, the power spectrum of A. */
export type PaneId = 'a' | 'b' | 'spectrum';

export interface PanePlace {
  readonly id: PaneId;
  /** What the pane's camera looks through. */
  readonly rect: Rect;
  /** The part of it that is seen. */
  readonly clip: Rect;
}

/** Room between two panes. */
const gap = 2;

/**
 * Where the panes lie on a stage of `size` (any unit, whole numbers). Two panes stand side by side, or one above the other on
 * a stage that is higher than wide; swiped ones lie on each other and share the stage at `swipe` (0..1).
 */
export function arrange(
  size: Size,
  show: { readonly compare: CompareMode; readonly spectrum: boolean; readonly swipe: number },
): PanePlace[] {
  const whole = { x: 0, y: 0, ...size };
  if (show.spectrum) return split(size, ['a', 'spectrum']);
  if (show.compare === 'side by side') return split(size, ['a', 'b']);
  if (show.compare === 'off') return [{ id: 'a', rect: whole, clip: whole }];
  const at = Math.round(size.width * Math.min(1, Math.max(0, show.swipe)));
  return [
    { id: 'a', rect: whole, clip: { ...whole, width: at } },
    { id: 'b', rect: whole, clip: { ...whole, x: at, width: size.width - at } },
  ];
}

function split(size: Size, ids: readonly [PaneId, PaneId]): PanePlace[] {
  const beside = size.width >= size.height;
  const long = beside ? size.width : size.height;
  const first = Math.floor((long - gap) / 2);
  const cut = (start: number, length: number): Rect =>
    beside
      ? { x: start, y: 0, width: length, height: size.height }
      : { x: 0, y: start, width: size.width, height: length };
  return [
    { id: ids[0], rect: cut(0, first), clip: cut(0, first) },
    { id: ids[1], rect: cut(first + gap, long - first - gap), clip: cut(first + gap, long - first - gap) },
  ];
}

/** The pane that is seen at a position, or null between panes. */
export function paneAt<P extends { readonly clip: Rect }>(panes: readonly P[], x: number, y: number): P | null {
  return (
    panes.find(({ clip }) => x >= clip.x && y >= clip.y && x < clip.x + clip.width && y < clip.y + clip.height) ?? null
  );
}
