import { useState } from 'react';
import { useStore } from 'zustand';
import type { TrainingInfo } from '../../../app/contract/training.ts';
import { attempt } from '../../state/notices.ts';
import { setTrainView, trainViewStore } from '../../state/training/train-view.ts';
import {
  chooseTraining,
  isAtWork,
  removeTraining,
  renameTraining,
  resumeTraining,
  shownTraining,
  trainingsStore,
} from '../../state/training/trainings.ts';
import { IconButton } from '../../ui/button.tsx';
import { TextField } from '../../ui/field.tsx';
import { ago, count } from '../../ui/quantity.ts';
import { Facts, Item, Line, List, None, Pick } from './item-list.tsx';
import { score } from './score-table.tsx';
import { stateWords } from './training-tab.tsx';

/** The score of the best epoch, in words: it is minus the loss where nothing is judged. */
function bestScore({ epochs, bestEpoch }: TrainingInfo): string | null {
  const best = epochs.find(({ epoch }) => epoch === bestEpoch);
  return best === undefined || best.validation === null ? null : `Dice ${score(best.score)}`;
}

function facts(training: TrainingInfo): string {
  const best = bestScore(training);
  return [
    stateWords[training.state],
    count(training.epochs.length, 'epoch'),
    ...(best === null ? [] : [best]),
    ago(training.created, Date.now()),
  ].join(' · ');
}

function TrainingItem({ training, chosen }: { readonly training: TrainingInfo; readonly chosen: boolean }) {
  const [name, setName] = useState<string | null>(null);
  const { id, title } = training;
  const keep = () => {
    const wish = name?.trim() ?? '';
    setName(null);
    if (wish !== '' && wish !== title) void attempt('inspector', 'rename training', () => renameTraining(id, wish));
  };
  const look = () => {
    chooseTraining(id);
    setTrainView({ tab: 'training', at: null });
  };
  if (name !== null) {
    return (
      <Item chosen={chosen}>
        <TextField
          aria-label="Name of the training"
          autoFocus
          value={name}
          onText={setName}
          onEnter={keep}
          onEscape={() => setName(null)}
          onBlur={keep}
        />
      </Item>
    );
  }
  return (
    <Item chosen={chosen}>
      <Pick type="button" aria-pressed={chosen} onClick={look} onDoubleClick={() => setName(title)}>
        <Line>{title}</Line>
        <Facts>{facts(training)}</Facts>
      </Pick>
      {isAtWork(training) ? null : (
        <span className="more">
          {training.resumable ? (
            <IconButton
              icon="restore"
              label={`Go on with ${title}`}
              more="From its last checkpoint."
              onClick={() => {
                look();
                void attempt('inspector', 'training', () => resumeTraining(id));
              }}
            />
          ) : null}
          <IconButton icon="pencil" label={`Rename ${title}`} onClick={() => setName(title)} />
          <IconButton
            icon="trash"
            label={`Remove ${title}`}
            more="With its curves; its model stays. Can be undone."
            onClick={() => void attempt('inspector', 'remove training', () => removeTraining(id))}
          />
        </span>
      )}
    </Item>
  );
}

/** Trainings of the project, newest first. */
export function TrainingsSection() {
  const state = useStore(trainingsStore);
  const tab = useStore(trainViewStore, (s) => s.tab);
  const shown = tab === 'training' ? shownTraining(state) : null;
  if (state.trainings.length === 0)
    return <None>None yet. Each one is kept with its curves and can be continued.</None>;
  return (
    <List>
      {state.trainings.map((training) => (
        <TrainingItem key={training.id} training={training} chosen={shown?.id === training.id} />
      ))}
    </List>
  );
}
