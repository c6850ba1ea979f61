import { styled } from '@mui/material/styles';
import { useStore } from 'zustand';
import type { TrainingInfo } from '../../../app/contract/training.ts';
import { attempt } from '../../state/notices.ts';
import { chooseModel } from '../../state/training/models.ts';
import { setTrainView } from '../../state/training/train-view.ts';
import { resumeTraining, shownTraining, trainingsStore } from '../../state/training/trainings.ts';
import { Button } from '../../ui/button.tsx';
import { CommandButton } from '../../ui/command-button.tsx';
import { Empty } from '../../ui/empty.tsx';
import { NoticeBox } from '../../ui/notices.tsx';
import { count, dateTime, duration, grouped } from '../../ui/quantity.ts';
import { Tip } from '../../ui/tip.tsx';
import { colour } from '../../ui/tokens.ts';
import { LivePrediction } from './live-prediction.tsx';
import { TrainingCurves } from './training-curves.tsx';

const Head = styled('div')({
  display: 'flex',
  alignItems: 'center',
  gap: 12,
  minHeight: 36,
  padding: '4px 12px',
  flex: 'none',
  borderBottom: `1px solid ${colour.line}`,
});
const Title = styled('h2')({ fontWeight: 600, userSelect: 'text', whiteSpace: 'nowrap' });
const Muted = styled('span')({
  color: colour.muted,
  flex: '1 1 0',
  minWidth: 0,
  overflow: 'hidden',
  textOverflow: 'ellipsis',
  whiteSpace: 'nowrap',
});

const Scroll = styled('div')({
  flex: '1 1 0',
  minHeight: 0,
  display: 'flex',
  flexDirection: 'column',
  overflow: 'auto',
});

/** How a training stands, in a word. */
export const stateWords: Readonly<Record<TrainingInfo['state'], string>> = {
  queued: 'waiting',
  running: 'learning',
  paused: 'paused',
  stopped: 'stopped',
  complete: 'finished',
  interrupted: 'interrupted',
  failed: 'failed',
};

/** How a training stands, in a line. */
export function trainingFacts({ state, epochs, bestEpoch, device, parameters, created }: TrainingInfo): string {
  const seconds = epochs.at(-1)?.seconds;
  return [
    stateWords[state],
    count(epochs.length, 'epoch'),
    ...(bestEpoch === null ? [] : [`best ${bestEpoch + 1}`]),
    ...(seconds === undefined ? [] : [duration(seconds)]),
    ...(parameters === null ? [] : [`${grouped(parameters)} weights`]),
    ...(device === '' ? [] : [device]),
    dateTime(created),
  ].join(' · ');
}

function Ending({ training }: { readonly training: TrainingInfo }) {
  const { state, failure, note, resumable, id } = training;
  const goOn = { title: 'Go on', run: () => void attempt('stage', 'training', () => resumeTraining(id)) };
  if (state === 'failed' && failure !== null) {
    return (
      <NoticeBox kind="error" text={failure.message} remedy={failure.remedy} {...(resumable ? { action: goOn } : {})} />
    );
  }
  if (state === 'interrupted') {
    return (
      <NoticeBox
        kind="suspect"
        text={failure?.message ?? (note === '' ? 'This training was cut off.' : note)}
        remedy={failure?.remedy ?? 'Nothing that it had learned up to its last epoch is lost.'}
        {...(resumable ? { action: goOn } : {})}
      />
    );
  }
  if (state === 'stopped' && resumable)
    return (
      <NoticeBox kind="info" text={note === '' ? 'Stopped by hand. Its best epoch is kept.' : note} action={goOn} />
    );
  return state === 'complete' && note !== '' ? <NoticeBox kind="info" text={note} /> : null;
}

/** A training as it learns, or as it went: curves, and what it makes of a frame. */
export function TrainingTab() {
  const training = useStore(trainingsStore, shownTraining);
  if (training === null) {
    return (
      <Empty text="Nothing has been trained yet. Retrain learns from the reviewed frames; its curves and predictions are seen here while it does.">
        <CommandButton id="train.start" look="primary" />
      </Empty>
    );
  }
  const { modelId } = training;
  return (
    <>
      <Head>
        <Title>{training.title}</Title>
        <Tip
          title="How the training stands"
          more={
            'Epochs that are over, the one with the best validation score (it is what is kept), time spent learning, numbers of the network, and what computes.'
          }
        >
          <Muted role="status" aria-label="State of the training">
            {trainingFacts(training)}
          </Muted>
        </Tip>
        {modelId === null ? null : (
          <Button
            onClick={() => {
              chooseModel(modelId);
              setTrainView({ tab: 'model' });
            }}
          >
            See the model
          </Button>
        )}
      </Head>
      <Ending training={training} />
      <Scroll>
        <TrainingCurves training={training} />
        <LivePrediction training={training} />
      </Scroll>
    </>
  );
}
