import type { HTMLAttributes } from 'react';

/**
 * A cell of a grid that is drawn by the hundred while one scrolls: a plain element, styled by its line through class
 * names. The grid itself has the focus and names the active cell.
 */
export function GridCell(props: HTMLAttributes<HTMLDivElement>) {
  // biome-ignore lint/a11y/useSemanticElements: a table's own elements can't be placed one by one
  // biome-ignore lint/a11y/useFocusableInteractive: aria-activedescendant of the grid
  return <div role="gridcell" {...props} />;
}
