import { styled } from '@mui/material/styles';
import { useStore } from 'zustand';
import { FileBrowser } from '../panels/files/file-browser.tsx';
import { JobStrip } from '../panels/jobs/job-strip.tsx';
import { DropZone } from '../panels/samples/drop-zone.tsx';
import { SamplesPanel } from '../panels/samples/samples-panel.tsx';
import { browserStore } from '../state/browser.ts';
import { isShown, layoutStore } from '../state/layout.ts';
import { roomStore } from '../state/room.ts';
import { Notices } from '../ui/notices.tsx';
import { Splitter } from '../ui/splitter.tsx';
import { colour } from '../ui/tokens.ts';
import { rooms } from './rooms.tsx';

/** Where one side beside the stage is all there is room for: 200 % zoom on a small screen. */
export const narrowWindow = '(max-width: 800px)';

const Main = styled('div')({ display: 'flex', flex: '1 1 0', minHeight: 0, minWidth: 0, position: 'relative' });
const Centre = styled('main')({
  display: 'flex',
  flexDirection: 'column',
  flex: '1 1 0',
  minWidth: 0,
  minHeight: 0,
  backgroundColor: colour.stage,
});
const StageRegion = styled('section')({
  position: 'relative',
  flex: '1 1 0',
  minHeight: 0,
  minWidth: 0,
  display: 'flex',
  flexDirection: 'column',
  outline: 'none',
});
const Side = styled('aside')({
  display: 'flex',
  flexDirection: 'column',
  flex: '0 1 auto',
  minHeight: 0,
  // At 200 % zoom on a small screen a side never takes the stage's place.
  maxWidth: '34vw',
  '@media (max-width: 1100px)': { maxWidth: '26vw' },
  [`@media ${narrowWindow}`]: { maxWidth: '42vw' },
  minWidth: 0,
  overflow: 'hidden',
  backgroundColor: colour.panel,
});
const Lower = styled('section')({
  flex: 'none',
  maxHeight: '60vh',
  minHeight: 0,
  display: 'flex',
  flexDirection: 'column',
  backgroundColor: colour.panel,
});

/** The four regions around the stage, with the file browser in the stage's place while files are asked for. */
export function Workbench() {
  const layout = useStore(layoutStore);
  const roomId = useStore(roomStore, (s) => s.roomId);
  const browsing = useStore(browserStore, (s) => s.request !== null);
  const room = rooms.find(({ id }) => id === roomId) ?? rooms[0];
  // whoever leads the pointer with the left hand has what is pressed most at the left
  const mirrored = layout.labelling.hand === 'left';
  const all = !layout.stageOnly;
  const lower = isShown(layout, 'lowerOpen') && !browsing ? room.lower : undefined;
  return (
    <>
      <DropZone>
        <Main style={mirrored ? { flexDirection: 'row-reverse' } : {}}>
          {isShown(layout, 'samplesOpen') ? (
            <>
              <Side aria-label="Samples" data-scope="samples" style={{ width: layout.samplesWidth }}>
                <SamplesPanel />
              </Side>
              <Splitter edge="samplesWidth" label="Width of samples" grows={mirrored ? 'left' : 'right'} />
            </>
          ) : null}
          <Centre>
            <Notices place="stage" />
            {browsing ? (
              <FileBrowser />
            ) : (
              <StageRegion aria-label="Stage" data-scope="stage" data-focus="stage" tabIndex={-1}>
                <room.Stage />
              </StageRegion>
            )}
            {lower === undefined ? null : (
              <>
                <Splitter edge="lowerHeight" label={`Height of ${lower.title.toLowerCase()}`} grows="up" />
                <Lower aria-label={lower.title} data-scope="lower" style={{ height: layout.lowerHeight }}>
                  <lower.Panel />
                </Lower>
              </>
            )}
          </Centre>
          {isShown(layout, 'inspectorOpen') ? (
            <>
              <Splitter edge="inspectorWidth" label="Width of the inspector" grows={mirrored ? 'right' : 'left'} />
              <Side aria-label="Inspector" data-scope="inspector" style={{ width: layout.inspectorWidth }}>
                <Notices place="inspector" />
                <room.Inspector />
              </Side>
            </>
          ) : null}
        </Main>
      </DropZone>
      {all ? <JobStrip /> : null}
    </>
  );
}
