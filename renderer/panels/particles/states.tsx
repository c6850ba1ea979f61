import { useEffect } from 'react';
import { useStore } from 'zustand';
import { isIdle } from '../../state/filters.ts';
import { attempt } from '../../state/notices.ts';
import { orderStore } from '../../state/particle-order.ts';
import { enterRoom, roomStore } from '../../state/room.ts';
import { runsStore } from '../../state/runs.ts';
import { appliesModel } from '../../state/training/apply.ts';
import { loadModels, modelsStore } from '../../state/training/models.ts';
import { Button } from '../../ui/button.tsx';
import { CommandButton } from '../../ui/command-button.tsx';
import { Empty } from '../../ui/empty.tsx';
import { Diagnosis } from '../train/diagnosis.tsx';

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

/** A run without a particle: where a model was applied, why. */
function NothingFound({ runId }: { readonly runId: number }) {
  const run = useStore(runsStore, (s) => s.runById.get(runId));
  const models = useStore(modelsStore, (s) => s.models);
  useEffect(() => {
    void attempt('inspector', 'models', loadModels);
  }, []);
  const model = run === undefined ? undefined : models.find((one) => appliesModel(run, one));
  const at = run?.results[0];
  if (model === undefined || at === undefined) {
    return <Empty text="This run found no particles. Try another recipe or polarity." />;
  }
  return (
    <Empty text={`${model.card.title} found no particles here.`}>
      <div style={{ textAlign: 'left', width: '100%' }}>
        <Diagnosis modelId={model.id} at={at} />
      </div>
    </Empty>
  );
}

/** Nothing is left: the filter, or the run itself, leaves no particle. */
export function NothingPasses() {
  const order = useStore(orderStore, (s) => s.order);
  if (order === null) return null;
  const { layout, counts } = order.table;
  if (layout.rows === 0) return <NothingFound runId={layout.runId} />;
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
