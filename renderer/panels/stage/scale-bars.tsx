import { styled } from '@mui/material/styles';
import { useStore } from 'zustand';
import { runById } from '../../commands/list.ts';
import { scaleBarTool, toolStore } from '../../state/tool.ts';
import { viewStore } from '../../state/view.ts';
import { Icon } from '../../ui/icons.tsx';
import { pixelSize, thinSpace } from '../../ui/quantity.ts';
import { Tip } from '../../ui/tip.tsx';
import { colour } from '../../ui/tokens.ts';
import { liveStore, type Pane } from './live.ts';
import { scaleBar } from './scale-bar.ts';

const Corner = styled('div')({
  position: 'absolute',
  display: 'flex',
  alignItems: 'center',
  gap: 8,
  // the plate keeps the bar readable on any ground
  padding: '5px 9px 7px',
  borderRadius: 4,
  backgroundColor: 'rgba(0, 0, 0, 0.62)',
  color: '#fff',
  pointerEvents: 'none',
  fontSize: 12,
  lineHeight: '16px',
});
const Body = styled('div')({ display: 'flex', flexDirection: 'column', alignItems: 'center', gap: 3 });
const Stroke = styled('div')({ height: 4, backgroundColor: '#fff', minWidth: 8 });
const Chip = styled('button')({
  display: 'flex',
  alignItems: 'center',
  gap: 5,
  height: 22,
  padding: '0 8px',
  border: `1px solid ${colour.suspect}`,
  borderRadius: 11,
  backgroundColor: '#352c1b',
  color: '#f0b13c',
  fontSize: 12,
  pointerEvents: 'auto',
  cursor: 'default',
  '&:hover': { backgroundColor: '#453921' },
});

/** Why a calibration should not be trusted, or null. */
function doubt(pane: Pane): { readonly label: string; readonly more: string } | null {
  const { calibration } = pane.image;
  if (calibration.x === null) {
    return {
      label: 'Not calibrated',
      more: 'Sizes are in pixels. Type the pixel size, or measure it on a scale bar (B).',
    };
  }
  if (calibration.suspect.length > 0) return { label: 'Check calibration', more: calibration.suspect.join('\n') };
  return null;
}

function PaneScale({ pane, ratio }: { readonly pane: Pane; readonly ratio: number }) {
  const { calibration } = pane.image;
  const pixel = ratio / pane.camera.zoom;
  const paneWidth = pane.clip.width / ratio;
  const most = Math.max(48, Math.min(180, paneWidth * 0.3));
  const bar =
    calibration.x === null ? scaleBar(pixel, 'px', most) : scaleBar(pixel * calibration.x, calibration.space, most);
  if (bar === null || paneWidth < 90) return null;
  const size = pixelSize(calibration);
  const suspect = pane.id === 'spectrum' ? null : doubt(pane);
  return (
    <Corner
      role="img"
      aria-label={`Scale bar ${bar.label}`}
      style={{
        left: pane.clip.x / ratio + 12,
        bottom: `calc(100% - ${(pane.clip.y + pane.clip.height) / ratio - 12}px)`,
      }}
    >
      <Body>
        <span>{bar.label}</span>
        <Stroke style={{ width: bar.width }} />
      </Body>
      {suspect === null ? null : (
        <Tip
          title={suspect.label}
          more={
            size === null
              ? suspect.more
              : `${size.value}${thinSpace}${size.unit} a pixel, ${calibration.source}\n${suspect.more}`
          }
          placement="top"
        >
          <Chip type="button" onClick={() => runById('images.calibrate')}>
            <Icon name="warning" size={12} />
            {suspect.label}
          </Chip>
        </Tip>
      )}
    </Corner>
  );
}

/** A scale bar in the lower left of every pane. */
export function ScaleBars() {
  const { panes, ratio } = useStore(liveStore);
  const { scaleBar: shown, compare, peek } = useStore(viewStore);
  // Ours would lie over one that is burnt in.
  const measuring = useStore(toolStore, ({ toolId }) => toolId === scaleBarTool);
  if (!shown || peek || measuring) return null;
  return panes.map((pane) =>
    (pane.frame === null && pane.glance === null) || (compare === 'swipe' && pane.id === 'b') ? null : (
      <PaneScale key={pane.id} pane={pane} ratio={ratio} />
    ),
  );
}
