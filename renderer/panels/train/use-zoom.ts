import { type PointerEvent, type RefObject, useEffect, useRef, useState } from 'react';

/** How pictures are looked at together: magnified about their corner, then moved by parts of their side. */
export interface Zoom {
  readonly scale: number;
  readonly x: number;
  readonly y: number;
}

const whole: Zoom = { scale: 1, x: 0, y: 0 };
const most = 24;

const held = ({ scale, x, y }: Zoom): Zoom => ({
  scale,
  x: Math.min(0, Math.max(1 - scale, x)),
  y: Math.min(0, Math.max(1 - scale, y)),
});

/** The same place of the picture stays under the pointer, at parts `px`, `py` of the side. */
export function zoomedAt({ scale, x, y }: Zoom, factor: number, px: number, py: number): Zoom {
  const next = Math.min(most, Math.max(1, scale * factor));
  const by = next / scale;
  return held({ scale: next, x: px - (px - x) * by, y: py - (py - y) * by });
}

/** Wheel magnifies at the pointer, dragging moves, a double-click shows the whole; for several pictures at once. */
export function useZoom(box: RefObject<HTMLElement | null>) {
  const [zoom, setZoom] = useState(whole);
  const drag = useRef<{ x: number; y: number; from: Zoom } | null>(null);
  useEffect(() => {
    const element = box.current;
    if (element === null) return;
    const wheel = (event: WheelEvent) => {
      const picture = event.target instanceof Element ? event.target.closest('[data-zoomed]') : null;
      if (picture === null) return;
      event.preventDefault();
      const { left, top, width, height } = picture.getBoundingClientRect();
      const factor = Math.exp(-event.deltaY * 0.0015);
      setZoom((now) => zoomedAt(now, factor, (event.clientX - left) / width, (event.clientY - top) / height));
    };
    // React listens passively: it could not keep the page from scrolling
    element.addEventListener('wheel', wheel, { passive: false });
    return () => element.removeEventListener('wheel', wheel);
  }, [box]);
  return {
    transform: `translate(${zoom.x * 100}%, ${zoom.y * 100}%) scale(${zoom.scale})`,
    scale: zoom.scale,
    handlers: {
      onPointerDown: (event: PointerEvent<HTMLElement>) => {
        if (event.button !== 0) return;
        event.currentTarget.setPointerCapture(event.pointerId);
        drag.current = { x: event.clientX, y: event.clientY, from: zoom };
      },
      onPointerMove: (event: PointerEvent<HTMLElement>) => {
        const start = drag.current;
        if (start === null) return;
        const { width, height } = event.currentTarget.getBoundingClientRect();
        const { scale, x, y } = start.from;
        setZoom(held({ scale, x: x + (event.clientX - start.x) / width, y: y + (event.clientY - start.y) / height }));
      },
      onPointerUp: () => {
        drag.current = null;
      },
      onDoubleClick: () => setZoom(whole),
    },
  };
}
