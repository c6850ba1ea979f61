import { styled } from '@mui/material/styles';
import { useMemo } from 'react';
import { useStore } from 'zustand';
import { layoutStore } from '../../state/layout.ts';
import { orderStore } from '../../state/particle-order.ts';
import { selectionStore } from '../../state/selection.ts';
import { tableStore } from '../../state/table.ts';
import { Empty } from '../../ui/empty.tsx';
import { GalleryBar } from './gallery-bar.tsx';
import { GalleryGrid } from './gallery-grid.tsx';
import { acrossColumn, sharedSpan } from './gallery-scale.ts';
import { useColumn } from './use-columns.ts';

const Loading = styled('div')({ flex: '1 1 0' });

/** Every particle as a picture. */
export function Gallery() {
  const order = useStore(orderStore, (s) => s.order);
  const { cell, scale } = useStore(layoutStore, (s) => s.particles);
  const failed = useStore(tableStore, (s) => s.failures.size > 0);
  const runId = useStore(selectionStore, (s) => s.runId);
  const table = order?.table ?? null;
  const layout = table?.layout ?? null;
  const across = useColumn(layout, layout === null ? null : acrossColumn(layout));
  const fixed = scale === 'fixed' && layout?.lengthUnit !== 'mixed';
  const pass = table?.pass;
  const span = useMemo(() => (fixed && pass !== undefined ? sharedSpan(across, pass) : null), [fixed, across, pass]);
  if (order === null || layout === null) {
    return failed || runId === null ? <Empty text="Choose a run to see its particles." /> : <Loading aria-busy />;
  }
  return (
    <>
      <GalleryBar order={order} cell={cell} span={span} />
      <GalleryGrid order={order} cell={cell} scale={fixed && span !== null ? span : 'particle'} />
    </>
  );
}
