import { styled } from '@mui/material/styles';
import { useStore } from 'zustand';
import { libraryStore } from '../../state/library.ts';
import { runsStore } from '../../state/runs.ts';
import { compareRun, compareWith, selectionStore, selectRun, swapCompared } from '../../state/selection.ts';
import { setStage, stageStore } from '../../state/stage.ts';
import { setView, viewStore } from '../../state/view.ts';
import { IconButton } from '../../ui/button.tsx';
import { Select } from '../../ui/field.tsx';
import { colour } from '../../ui/tokens.ts';
import { liveStore, type Pane } from './live.ts';

const Head = styled('div')({
  position: 'absolute',
  top: 8,
  display: 'flex',
  alignItems: 'center',
  gap: 4,
  height: 30,
  padding: '0 4px 0 8px',
  borderRadius: 4,
  backgroundColor: colour.panel,
  boxShadow: colour.shadow,
  fontSize: 12,
  '& select': { height: 22, fontSize: 12 },
});
const Letter = styled('b')({ color: colour.accent });
const Name = styled('span')({ overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap', minWidth: 0 });

/** Runs that have a result on a pane's plane, with "no result" first. */
function useRunOptions(pane: Pane): (readonly [string, string])[] {
  const runs = useStore(runsStore, (s) => s.runs);
  const here = runs.filter((run) =>
    run.results.some((r) => r.imageId === pane.plane.imageId && r.frame === pane.plane.frame),
  );
  return [['', 'No result'], ...here.map((run) => [String(run.id), run.title] as const)];
}

function RunPicker({ pane }: { readonly pane: Pane }) {
  const { runId, otherRunId } = useStore(selectionStore);
  const options = useRunOptions(pane);
  if (options.length < 2) return null;
  const chosen = pane.id === 'a' ? runId : otherRunId;
  return (
    <Select
      aria-label={`Result over ${pane.id === 'a' ? 'A' : 'B'}`}
      value={options.some(([id]) => id === String(chosen)) ? String(chosen) : ''}
      options={options}
      onPick={(id) => (pane.id === 'a' ? selectRun : compareRun)(id === '' ? null : Number(id))}
      style={{ maxWidth: 160 }}
    />
  );
}

function PaneHead({ pane, ratio, swiped }: { readonly pane: Pane; readonly ratio: number; readonly swiped: boolean }) {
  const linked = useStore(stageStore, (s) => s.linked);
  const other = useStore(selectionStore, (s) => s.other);
  const frames = useStore(libraryStore, (s) => s.imageById.get(pane.plane.imageId)?.frames ?? 1);
  const right = pane.id === 'b' && swiped;
  const left = pane.rect.x / ratio + 8;
  const most = (swiped ? pane.rect.width / 2 : pane.rect.width) / ratio - 16;
  return (
    <Head
      role="group"
      aria-label={pane.id === 'a' ? 'A' : 'B'}
      style={{ ...(right ? { right: 8 } : { left }), top: pane.rect.y / ratio + 8, maxWidth: Math.max(80, most) }}
    >
      <Letter>{pane.id === 'a' ? 'A' : 'B'}</Letter>
      <Name title={pane.image.name}>
        {pane.image.name}
        {frames > 1 ? ` · frame ${pane.plane.frame + 1}` : ''}
      </Name>
      <RunPicker pane={pane} />
      {pane.id === 'a' ? null : (
        <>
          {swiped ? null : (
            <IconButton
              icon="link"
              label={linked ? 'Let A and B move apart' : 'Move A and B together'}
              aria-pressed={linked}
              onClick={() => setStage({ linked: !linked })}
            />
          )}
          <IconButton
            icon="swap"
            label="Swap A and B"
            shortcut="Tab"
            disabled={other === null}
            onClick={swapCompared}
          />
          <IconButton
            icon="close"
            label="Stop comparing"
            onClick={() => {
              compareWith(null);
              setView({ compare: 'off' });
            }}
          />
        </>
      )}
    </Head>
  );
}

/** What is A and what is B, over their panes while they are compared. */
export function PaneHeads() {
  const { panes, ratio } = useStore(liveStore);
  const { compare, fft } = useStore(viewStore);
  if (compare === 'off' || fft) return null;
  return panes.map((pane) =>
    pane.id === 'spectrum' ? null : <PaneHead key={pane.id} pane={pane} ratio={ratio} swiped={compare === 'swipe'} />,
  );
}
