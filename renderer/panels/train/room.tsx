import { styled } from '@mui/material/styles';
import { type ComponentType, type KeyboardEvent, useEffect, useId } from 'react';
import { useStore } from 'zustand';
import { labelSetsStore, loadLabelSets } from '../../state/labels/label-sets.ts';
import { labelStore } from '../../state/labels/label-store.ts';
import { libraryStore } from '../../state/library.ts';
import { attempt } from '../../state/notices.ts';
import { enterRoom } from '../../state/room.ts';
import { loadModels } from '../../state/training/models.ts';
import { followLabels, planStore } from '../../state/training/plan.ts';
import { setTrainView, type TrainTab, trainTabs, trainViewStore } from '../../state/training/train-view.ts';
import { loadTrainings, trainingAtWork, trainingsStore } from '../../state/training/trainings.ts';
import { Button } from '../../ui/button.tsx';
import { Empty } from '../../ui/empty.tsx';
import { colour } from '../../ui/tokens.ts';
import { EmptyStage } from '../stage/empty-stage.tsx';
import { CompareTab } from './compare-tab.tsx';
import { FramesTab } from './frames-tab.tsx';
import { ModelTab } from './model-tab.tsx';
import { TrainingTab } from './training-tab.tsx';

const Tabs = styled('div')({
  flex: 'none',
  display: 'flex',
  height: 36,
  padding: '0 4px',
  borderBottom: `1px solid ${colour.line}`,
  backgroundColor: colour.panel,
});
const Tab = styled('button')({
  position: 'relative',
  display: 'flex',
  alignItems: 'center',
  gap: 6,
  padding: '0 10px',
  border: 0,
  background: 'none',
  color: colour.muted,
  fontWeight: 500,
  '&:hover': { color: colour.text },
  '&[aria-selected="true"]': { color: colour.text },
  '&[aria-selected="true"]::after': {
    content: '""',
    position: 'absolute',
    inset: 'auto 8px 0',
    height: 2,
    backgroundColor: colour.accent,
  },
});
const Live = styled('span')({ width: 7, height: 7, borderRadius: 4, backgroundColor: colour.accent });
const Body = styled('div')({
  flex: '1 1 0',
  minHeight: 0,
  display: 'flex',
  flexDirection: 'column',
  overflow: 'hidden',
});

/** The frames of the label set in use; or the first step, where there is none yet. */
function Frames() {
  const { sets, loaded } = useStore(labelSetsStore);
  const classes = useStore(labelStore, (s) => s.classes);
  const proposal = useStore(planStore, (s) => s.proposal);
  const images = useStore(libraryStore, (s) => s.images.length);
  if (images === 0) return <EmptyStage />;
  if (!loaded) return null;
  if (sets.length === 0 || proposal?.frames.length === 0) {
    return (
      <Empty text="A network learns from labelled micrographs: paint a few, mark them as reviewed, then press Retrain here. Six are enough to begin with.">
        <Button look="primary" onClick={() => enterRoom('label')}>
          Label micrographs
        </Button>
      </Empty>
    );
  }
  return <FramesTab classes={classes} />;
}

const panels: Readonly<Record<TrainTab, { readonly title: string; readonly Panel: ComponentType }>> = {
  frames: { title: 'Frames', Panel: Frames },
  training: { title: 'Training', Panel: TrainingTab },
  model: { title: 'Model', Panel: ModelTab },
  compare: { title: 'Compare', Panel: CompareTab },
};

/** Keeps the plan true to the labels while the room is open. */
function useTraining(): void {
  useEffect(() => {
    void attempt('stage', 'label sets', loadLabelSets);
    void attempt('stage', 'trainings', loadTrainings);
    void attempt('stage', 'models', loadModels);
    return followLabels();
  }, []);
}

/** The Train room: frames and their parts, a training as it learns, the model that came of it, and how two compare. */
export function TrainRoom() {
  useTraining();
  const tab = useStore(trainViewStore, (s) => s.tab);
  const working = useStore(trainingsStore, (s) => trainingAtWork(s)?.state === 'running');
  const id = useId();
  const { Panel } = panels[tab];
  const onKeyDown = (event: KeyboardEvent) => {
    const by = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    if (by === 0) return;
    event.preventDefault();
    const next = trainTabs[(trainTabs.indexOf(tab) + by + trainTabs.length) % trainTabs.length];
    setTrainView({ tab: next });
    document.getElementById(id + next)?.focus();
  };
  return (
    <>
      <Tabs role="tablist" aria-label="Views of the Train room" onKeyDown={onKeyDown}>
        {trainTabs.map((name) => (
          <Tab
            key={name}
            id={id + name}
            type="button"
            role="tab"
            aria-selected={name === tab}
            aria-controls={`${id}panel`}
            tabIndex={name === tab ? 0 : -1}
            onClick={() => setTrainView({ tab: name })}
          >
            {panels[name].title}
            {name === 'training' && working ? <Live aria-hidden="true" /> : null}
          </Tab>
        ))}
      </Tabs>
      <Body role="tabpanel" id={`${id}panel`} aria-labelledby={id + tab}>
        <Panel />
      </Body>
    </>
  );
}
