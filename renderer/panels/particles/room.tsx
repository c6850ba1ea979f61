import { styled } from '@mui/material/styles';
import { useEffect, useRef, useState } from 'react';
import { useStore } from 'zustand';
import { layoutStore } from '../../state/layout.ts';
import { followOrder } from '../../state/particle-order.ts';
import { runsStore } from '../../state/runs.ts';
import { selectionStore } from '../../state/selection.ts';
import { tableStore } from '../../state/table.ts';
import { NoticeBox } from '../../ui/notices.tsx';
import { Splitter } from '../../ui/splitter.tsx';
import { colour } from '../../ui/tokens.ts';
import { Stage } from '../stage/stage.tsx';
import { ParticlesPane } from './pane.tsx';
import { NoRun } from './states.tsx';

/** From this width on, px, the pane stands beside the stage by itself. */
const wide = 960;

const Split = styled('div')({ display: 'flex', flex: '1 1 0', minWidth: 0, minHeight: 0 });
const Half = styled('div')({
  position: 'relative',
  display: 'flex',
  flexDirection: 'column',
  flex: '1 1 0',
  minWidth: 240,
  minHeight: 160,
  overflow: 'hidden',
});
const Pane = styled('section')({
  display: 'flex',
  flexDirection: 'column',
  flex: '0 1 auto',
  minWidth: 280,
  minHeight: 140,
  overflow: 'hidden',
  backgroundColor: colour.panel,
});

/** Under this height, px, the pane below the stage is folded away until it is asked for. */
const short = 480;

/** Why the chosen run's table is not there, if something went wrong. */
function TableFailure() {
  const runId = useStore(selectionStore, (s) => s.runId);
  const failure = useStore(tableStore, (s) => (runId === null ? undefined : s.failures.get(runId)));
  return failure === undefined ? null : <NoticeBox kind="error" text={failure.message} remedy={failure.remedy} />;
}

/** The Particles room: the micrograph with its particles, and beside or below it gallery, table and plot. */
export function ParticlesRoom() {
  const box = useRef<HTMLDivElement>(null);
  const [isWide, setWide] = useState(true);
  const [isShort, setShort] = useState(false);
  const [isOpen, setOpen] = useState(false);
  const { particles, particlesWidth, particlesHeight, stageOnly } = useStore(layoutStore);
  const runs = useStore(runsStore, (s) => s.runs.length);
  useEffect(() => followOrder(), []);
  useEffect(() => {
    const element = box.current;
    if (element === null) return;
    const observer = new ResizeObserver(() => {
      setWide(element.clientWidth >= wide);
      setShort(element.clientHeight < short);
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  const beside = particles.place === 'auto' ? isWide : particles.place === 'beside';
  const folds = !beside && isShort;
  const folded = folds && !isOpen;
  return (
    <Split ref={box} style={{ flexDirection: beside ? 'row' : 'column' }}>
      <Half>
        <Stage />
      </Half>
      {stageOnly ? null : (
        <>
          {folds ? null : beside ? (
            <Splitter edge="particlesWidth" label="Width of the particles" grows="left" />
          ) : (
            <Splitter edge="particlesHeight" label="Height of the particles" grows="up" />
          )}
          <Pane
            aria-label="Particles"
            style={
              beside
                ? { width: particlesWidth }
                : folded
                  ? { flex: 'none', minHeight: 0 }
                  : { height: folds ? '70%' : particlesHeight }
            }
          >
            <TableFailure />
            {runs === 0 ? (
              <NoRun />
            ) : (
              <ParticlesPane
                beside={beside}
                {...(folds ? { folded, onFold: (fold: boolean) => setOpen(!fold) } : {})}
              />
            )}
          </Pane>
        </>
      )}
    </Split>
  );
}
