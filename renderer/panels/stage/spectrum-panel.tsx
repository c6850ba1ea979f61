import { styled } from '@mui/material/styles';
import { useStore } from 'zustand';
import { setStage, stageStore } from '../../state/stage.ts';
import { chooseTool, restingTool, spectrumTool, toolStore } from '../../state/tool.ts';
import { viewStore } from '../../state/view.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { colour } from '../../ui/tokens.ts';
import { liveStore, paneOf } from './live.ts';
import { NumberField } from './number-field.tsx';

const Bar = styled('div')({
  position: 'absolute',
  display: 'flex',
  alignItems: 'center',
  flexWrap: 'wrap',
  columnGap: 8,
  minHeight: 34,
  padding: '2px 4px 2px 10px',
  borderRadius: 6,
  backgroundColor: colour.panel,
  boxShadow: colour.shadow,
  fontSize: 12,
  whiteSpace: 'nowrap',
  '& input': { width: 56, height: 24 },
});
const Muted = styled('span')({ color: colour.muted });
/** What the power spectrum is taken from, and the ring that marks a spacing. */
export function SpectrumPanel() {
  const fft = useStore(viewStore, (s) => s.fft);
  const region = useStore(stageStore, (s) => s.spectrumRegion);
  const ring = useStore(stageStore, (s) => s.ringSpacing);
  const tool = useStore(toolStore, (s) => s.toolId);
  const live = useStore(liveStore);
  const pane = paneOf(live, 'spectrum');
  const a = paneOf(live, 'a');
  if (!fft || pane === undefined || a === undefined) return null;
  const real = a.image.calibration.space === 'real' && a.image.calibration.x !== null;
  return (
    <Bar
      style={{
        left: pane.rect.x / live.ratio + 8,
        top: pane.rect.y / live.ratio + 8,
        maxWidth: Math.max(160, pane.rect.width / live.ratio - 16),
      }}
    >
      <span>
        Power spectrum{' '}
        <Muted>
          of {pane.image.width} px, {region === null ? 'visible part' : 'chosen square'}
        </Muted>
      </span>
      <NumberField
        label="Ring at spacing"
        value={ring === null ? null : Number(ring.toPrecision(4))}
        onNumber={(spacing) => setStage({ ringSpacing: spacing !== null && spacing > 0 ? spacing : null })}
        before="Ring at d ="
        after={real ? 'nm' : 'px'}
      />
      <IconButton
        icon="square"
        label="Choose the square"
        shortcut="Shift+T"
        aria-pressed={tool === spectrumTool}
        onClick={() => chooseTool(tool === spectrumTool ? restingTool : spectrumTool)}
      />
      {region === null ? null : <Button onClick={() => setStage({ spectrumRegion: null })}>Follow the view</Button>}
    </Bar>
  );
}
