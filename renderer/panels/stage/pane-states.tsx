import { styled } from '@mui/material/styles';
import { useStore } from 'zustand';
import type { FailureInfo } from '../../../app/domain/failure.ts';
import { commandById, runCommand } from '../../commands/list.ts';
import { Button } from '../../ui/button.tsx';
import { Icon } from '../../ui/icons.tsx';
import { Progress } from '../../ui/progress.tsx';
import { colour } from '../../ui/tokens.ts';
import { liveStore, type Pane } from './live.ts';
import { useStage } from './stage-context.ts';

const Over = styled('div')({
  position: 'absolute',
  display: 'flex',
  flexDirection: 'column',
  alignItems: 'center',
  justifyContent: 'center',
  gap: 12,
  padding: 24,
  textAlign: 'center',
  backgroundColor: colour.stage,
  '& > svg': { color: colour.error },
});
const Text = styled('p')({ maxWidth: 440, textWrap: 'balance', overflowWrap: 'anywhere', userSelect: 'text' });
const Remedy = styled(Text)({ color: colour.muted });
const Actions = styled('div')({ display: 'flex', gap: 8 });
const Busy = styled('div')({
  position: 'absolute',
  top: 0,
  height: 3,
  display: 'flex',
  pointerEvents: 'none',
});

const relink = 'project.relink';

/** The file is not where it was: it can be looked for. */
const isMissing = ({ tag }: FailureInfo) => tag === 'not-found' || tag === 'unreadable';

function Failed({
  pane,
  failure,
  ratio,
}: {
  readonly pane: Pane;
  readonly failure: FailureInfo;
  readonly ratio: number;
}) {
  const stage = useStage();
  const { x, y, width, height } = pane.clip;
  return (
    <Over role="alert" style={{ left: x / ratio, top: y / ratio, width: width / ratio, height: height / ratio }}>
      <Icon name="error" size={24} />
      <Text>{failure.message}</Text>
      <Remedy>{failure.remedy}</Remedy>
      <Actions>
        {isMissing(failure) ? (
          <Button look="primary" onClick={() => runCommand(commandById(relink))}>
            Find the missing files…
          </Button>
        ) : null}
        <Button onClick={() => stage?.retry(pane)}>Try again</Button>
      </Actions>
    </Over>
  );
}

/** Pixels on their way (said after 200 ms), and pixels that could not be had with what to do. */
export function PaneStates() {
  const { panes, ratio, waiting, fraction } = useStore(liveStore);
  return panes.map((pane) => {
    if (pane.failure !== null) return <Failed key={pane.id} pane={pane} failure={pane.failure} ratio={ratio} />;
    if (!waiting || !pane.stale) return null;
    return (
      <Busy
        key={pane.id}
        style={{ left: pane.clip.x / ratio, top: pane.clip.y / ratio, width: pane.clip.width / ratio }}
      >
        <Progress value={fraction} label="Reading pixels" />
      </Busy>
    );
  });
}
