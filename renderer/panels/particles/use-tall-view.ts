import { useEffect, useLayoutEffect, useRef, useState, useSyncExternalStore } from 'react';
import { type TallPlace, TallView } from './tall-view.ts';

/** A view of tall content, where it stands, and what takes the element that scrolls (for React's `ref`). */
export function useTallView(headHeight = 0): readonly [TallView, TallPlace, TallView['attach']] {
  const [view] = useState(() => new TallView(headHeight));
  return [view, useSyncExternalStore(view.subscribe, view.place), view.attach];
}

/** Keeps the view true to the height of its content, px. */
export function useTotal(view: TallView, total: number): void {
  useLayoutEffect(() => view.setTotal(total), [view, total]);
}

/** Goes to the top when `what` becomes another, such as the sorting. */
export function useTopOnChange(view: TallView, what: unknown): void {
  const before = useRef(what);
  useEffect(() => {
    if (before.current === what) return;
    before.current = what;
    view.scrollTo(0);
  }, [view, what]);
}

/** Brings a line of the content into sight when `row` becomes another; `line` = its top and height, null = nowhere. */
export function useReveal(
  view: TallView,
  row: number | null,
  line: { readonly top: number; readonly height: number } | null,
): void {
  const before = useRef<number | null>(null);
  useEffect(() => {
    if (before.current === row) return;
    before.current = row;
    if (line === null) return;
    const { top, height } = view.place();
    if (line.top < top) view.scrollTo(line.top);
    else if (line.top + line.height > top + height) view.scrollTo(line.top + line.height - height);
  });
}
