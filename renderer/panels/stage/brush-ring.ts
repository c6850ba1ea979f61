import { ghostStore } from '../../state/labels/ghost.ts';
import { liveStore, onStage, paneOf } from './live.ts';

/**
 * The circle around the pointer that shows how much a brush covers. An element that the compositor moves: neither the image nor React has
 * anything to do when it moves. Returns the way to stop.
 */
export function showBrushRing(host: HTMLElement): () => void {
  const element = document.createElement('div');
  element.setAttribute('aria-hidden', 'true');
  Object.assign(element.style, {
    position: 'absolute',
    left: '0',
    top: '0',
    borderRadius: '50%',
    boxSizing: 'border-box',
    border: '1.5px solid #fff',
    boxShadow: '0 0 0 1px rgba(0, 0, 0, 0.65), inset 0 0 0 1px rgba(0, 0, 0, 0.65)',
    pointerEvents: 'none',
    willChange: 'transform',
    display: 'none',
  });
  host.append(element);
  let diameter = -1;
  const place = () => {
    const { ring, colour } = ghostStore.getState();
    const live = liveStore.getState();
    const pane = paneOf(live, live.pointer?.pane ?? 'a');
    const shown = ring !== null && pane !== undefined && pane.frame !== null;
    element.style.display = shown ? 'block' : 'none';
    if (!shown) return;
    const size = Math.max(3, (2 * ring.radius * pane.camera.zoom) / live.ratio);
    if (size !== diameter) {
      diameter = size;
      element.style.width = `${size}px`;
      element.style.height = `${size}px`;
    }
    element.style.borderColor = colour;
    const at = onStage(live, pane, ring);
    element.style.transform = `translate(${at.x - size / 2}px, ${at.y - size / 2}px)`;
  };
  const quits = [ghostStore.subscribe(place), liveStore.subscribe(place)];
  return () => {
    for (const quit of quits) quit();
    element.remove();
  };
}
