import { useVirtualizer, type Virtualizer } from '@tanstack/react-virtual';
import type { RefObject } from 'react';

/**
 * The rows of a long list that are in sight, and a few around them. `heightOf` in px. Where heights differ, `keyOf` must
 * be a new function whenever the rows change: it makes the heights be read again.
 */
export function useRows(
  scroll: RefObject<HTMLDivElement | null>,
  count: number,
  heightOf: (index: number) => number,
  keyOf?: (index: number) => string,
): Virtualizer<HTMLDivElement, Element> {
  // oxlint-disable-next-line react/incompatible-library -- nothing here is compiled by the React Compiler
  return useVirtualizer({
    count,
    getScrollElement: () => scroll.current,
    estimateSize: heightOf,
    overscan: 12,
    ...(keyOf === undefined ? {} : { getItemKey: keyOf }),
  });
}
