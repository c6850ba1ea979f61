import { useStore } from 'zustand';
import { isIdle } from '../../state/filters.ts';
import { orderStore } from '../../state/particle-order.ts';
import { enterRoom, roomStore } from '../../state/room.ts';
import { Button } from '../../ui/button.tsx';
import { CommandButton } from '../../ui/command-button.tsx';
import { Empty } from '../../ui/empty.tsx';

/** No run yet: particles come from segmenting. */
export function NoRun() {
  const canSegment = useStore(roomStore, (s) => s.rooms.some(({ id }) => id === 'segment'));
  return (
    <Empty text="Particles come from segmenting micrographs. Run a recipe on some, then see, filter and measure every particle here.">
      {canSegment ? (
        <Button look="primary" onClick={() => enterRoom('segment')}>
          Segment micrographs
        </Button>
      ) : null}
    </Empty>
  );
}

/** Nothing is left: the filter, or the run itself, leaves no particle. */
export function NothingPasses() {
  const order = useStore(orderStore, (s) => s.order);
  if (order === null) return null;
  const { layout, counts } = order.table;
  if (layout.rows === 0) return <Empty text="This run found no particles. Try another recipe or polarity." />;
  if (isIdle(layout.filter)) return <Empty text="Every particle of this run is rejected." />;
  return (
    <Empty
      text={
        counts.rejected === 0
          ? 'No particle passes the filter.'
          : 'No particle passes the filter, or those that would are rejected.'
      }
    >
      <CommandButton id="particles.resetFilter" look="primary" />
      <CommandButton id="particles.showDropped" />
    </Empty>
  );
}
