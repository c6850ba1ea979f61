import { styled } from '@mui/material/styles';
import { useStore } from 'zustand';
import { titleOf } from '../../commands/command.ts';
import { commandById, runById } from '../../commands/list.ts';
import { modelsStore } from '../../state/training/models.ts';
import { planInHand, planProblem, planStore } from '../../state/training/plan.ts';
import { fractionOf, secondsLeft, trainingAtWork, trainingsStore } from '../../state/training/trainings.ts';
import { Button } from '../../ui/button.tsx';
import { CommandButton } from '../../ui/command-button.tsx';
import { Keys } from '../../ui/keys.tsx';
import { NoticeBox } from '../../ui/notices.tsx';
import { Progress } from '../../ui/progress.tsx';
import { count, duration, significant } from '../../ui/quantity.ts';
import { Tip } from '../../ui/tip.tsx';
import { colour } from '../../ui/tokens.ts';

const Bar = styled('div')({
  flex: 'none',
  display: 'flex',
  flexDirection: 'column',
  gap: 8,
  padding: 12,
  borderTop: `1px solid ${colour.line}`,
  backgroundColor: colour.panel,
});
const Line = styled('div')({ display: 'flex', flexWrap: 'wrap', gap: 8, alignItems: 'center' });
const Muted = styled('div')({ color: colour.muted, fontSize: 12, lineHeight: '16px' });

/** The training at work: how far, how long still, pause and stop. */
function AtWork() {
  const state = useStore(trainingsStore);
  const training = trainingAtWork(state);
  if (training === null) return null;
  const told = state.progress.get(training.id);
  const left = secondsLeft(state, training.id);
  const fraction = fractionOf(state, training);
  const paused = training.state === 'paused';
  return (
    <>
      <Line>
        <Progress value={training.state === 'queued' ? null : fraction} label={training.title} />
        <Muted>{fraction === null ? '' : `${Math.round(fraction * 100)} %`}</Muted>
      </Line>
      <Tip
        title="The step under way"
        more="Loss: of the last batch, so it jumps; the curves show means. Time left: at the present rate."
        placement="left"
      >
        <Muted role="status" aria-label="Progress of the training">
          {training.state === 'queued'
            ? 'Waiting for other jobs'
            : paused
              ? 'Paused'
              : `Epoch ${(told?.epoch ?? training.epochs.length) + 1}`}
          {told === undefined ? '' : ` · step ${told.step + 1} · loss ${significant(told.loss, 3)}`}
          {left === null || paused ? '' : ` · ${duration(left)} left`}
        </Muted>
      </Tip>
      <Line>
        <CommandButton id="train.pause" label={paused ? 'Go on' : 'Pause'} />
        <CommandButton id="train.stop" icon="stop" label="Stop, keep the best" />
      </Line>
    </>
  );
}

/** The one button of the room, and why it can't be pressed when it can't. */
export function RetrainBar() {
  const working = useStore(trainingsStore, (s) => trainingAtWork(s) !== null);
  const state = useStore(planStore);
  useStore(modelsStore, (s) => s.models);
  const plan = planInHand(state);
  const problem = planProblem(state);
  if (working) {
    return (
      <Bar>
        <AtWork />
      </Bar>
    );
  }
  const learned = plan?.frames.filter(({ split }) => split === 'training').length ?? 0;
  const judged = plan?.frames.filter(({ split }) => split === 'validation').length ?? 0;
  const seconds = state.check?.seconds ?? null;
  return (
    <Bar>
      {problem === null ? null : <NoticeBox kind="suspect" text={problem.message} remedy={problem.remedy} />}
      {state.check?.warnings.map((text) => (
        <NoticeBox key={text} kind="suspect" text={text} />
      ))}
      <Button look="primary" disabled={plan === null || problem !== null} onClick={() => runById('train.start')}>
        {titleOf(commandById('train.start'))}
        <Keys shortcut="Mod+Enter" />
      </Button>
      {plan === null || problem !== null ? null : (
        <Muted>
          {count(learned, 'frame')}, judged on {judged}
          {seconds === null ? '' : `, about ${duration(seconds)}`}
        </Muted>
      )}
    </Bar>
  );
}
