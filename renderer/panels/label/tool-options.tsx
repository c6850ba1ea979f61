import Slider from '@mui/material/Slider';
import { styled } from '@mui/material/styles';
import type { ReactNode } from 'react';
import { useStore } from 'zustand';
import { labelStore } from '../../state/labels/label-store.ts';
import { labelToolStore, setRange, setSize, sizeLimits } from '../../state/labels/label-tool-state.ts';
import { workOnLayer } from '../../state/labels/layers.ts';
import { changeLabelLayout, layoutStore } from '../../state/layout.ts';
import { toolStore } from '../../state/tool.ts';
import { toolById } from '../../tools/list.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { pixelSize, significant, thinSpace } from '../../ui/quantity.ts';
import { Tip } from '../../ui/tip.tsx';
import { colour, size } from '../../ui/tokens.ts';
import { liveStore, paneOf } from '../stage/live.ts';
import { cssZoom } from '../stage/ring.ts';
import { showRegionAgain } from './regions.ts';
import { ValueRangePicker } from './value-range.tsx';
import { alike } from './values.ts';

const Line = styled('div')({ display: 'flex', alignItems: 'center', gap: 12, minWidth: 0, overflow: 'hidden' });
const Hint = styled('span')({
  color: colour.muted,
  minWidth: 0,
  overflow: 'hidden',
  textOverflow: 'ellipsis',
  whiteSpace: 'nowrap',
});
const Option = styled('label')({ display: 'flex', alignItems: 'center', gap: 8, flex: 'none' });
const Name = styled('span')({ color: colour.muted, whiteSpace: 'nowrap' });
const Value = styled('span')({ minWidth: 88, whiteSpace: 'nowrap' });
const Unit = styled('span')({ color: colour.muted });
const Title = styled('strong')({
  fontWeight: 600,
  whiteSpace: 'nowrap',
  '@container (max-width: 1080px)': { display: 'none' },
});

export const Segmented = styled('div')({
  display: 'flex',
  flex: 'none',
  borderRadius: size.radius,
  border: `1px solid ${colour.line}`,
  overflow: 'hidden',
  '& button': {
    border: 0,
    height: 24,
    padding: '0 10px',
    background: 'none',
    color: colour.muted,
    '&:hover': { color: colour.text, backgroundColor: colour.hover },
    '&[aria-pressed="true"]': { color: colour.text, backgroundColor: colour.selected },
    '&:focus-visible': { outlineOffset: -2 },
  },
});

/** Which of the two layers tools work on. */
export function LayerSwitch() {
  const layer = useStore(labelStore, (s) => s.layer);
  const option = (id: 'classes' | 'instances', title: string, more: string) => (
    <Tip title={title} shortcut="Q" more={more}>
      <button type="button" aria-pressed={layer === id} onClick={() => workOnLayer(id)}>
        {title}
      </button>
    </Tip>
  );
  return (
    <Segmented role="group" aria-label="Layer">
      {option('classes', 'Classes', 'Every pixel has one class, or none.')}
      {option('instances', 'Particles', 'Every particle has a mask of its own; particles may overlap.')}
    </Segmented>
  );
}

/** A slider on a scale of powers, so that small values can be set as finely as large ones. */
function PowerSlider({
  label,
  value,
  low,
  high,
  onValue,
}: {
  readonly label: string;
  readonly value: number;
  readonly low: number;
  readonly high: number;
  readonly onValue: (value: number) => void;
}) {
  const part = Math.log(value / low) / Math.log(high / low);
  return (
    <Slider
      aria-label={label}
      min={0}
      max={1}
      step={0.01}
      value={part}
      getAriaValueText={() => significant(value, 3)}
      onChange={(_, next) => onValue(low * (high / low) ** (next as number))}
      sx={{ width: 96 }}
    />
  );
}

/** "24 px · 12 nm": the diameter on the image as it is seen now. */
function SizeText() {
  const { size: diameter, followsZoom } = useStore(layoutStore, (s) => s.labelling);
  const pane = useStore(liveStore, (s) => paneOf(s, 'a'));
  const px = pane === undefined || !followsZoom ? diameter : diameter / cssZoom(pane);
  const pixel = pane === undefined ? null : pixelSize(pane.image.calibration);
  return (
    <Value>
      {significant(px, px < 10 ? 2 : 3)}
      <Unit>{thinSpace}px</Unit>
      {pixel === null || pane === undefined || pane.image.calibration.space !== 'real' ? null : (
        <Unit>
          {' · '}
          {significant(px * Number(pixel.value), 3)}
          {thinSpace}
          {pixel.unit}
        </Unit>
      )}
    </Value>
  );
}

function BrushOptions({ limited }: { readonly limited: boolean }) {
  const { size: diameter, followsZoom, pressure } = useStore(layoutStore, (s) => s.labelling);
  return (
    <>
      <Option as="div">
        <Name>Size</Name>
        <PowerSlider label="Brush size" value={diameter} low={sizeLimits.least} high={1000} onValue={setSize} />
        <SizeText />
      </Option>
      <Line style={{ gap: 2, flex: 'none' }}>
        <IconButton
          icon="onScreen"
          label={followsZoom ? 'Keep the size on the image' : 'Keep the size on the screen'}
          more="On the screen the brush covers less of the image the closer you look."
          aria-pressed={followsZoom}
          onClick={() => changeLabelLayout({ followsZoom: !followsZoom })}
        />
        <IconButton
          icon="pressure"
          label="Pen pressure sets the width"
          aria-pressed={pressure}
          onClick={() => changeLabelLayout({ pressure: !pressure })}
        />
      </Line>
      {limited ? <RangeOptions /> : null}
    </>
  );
}

/** What the threshold brush paints: like the first pixel of a stroke, or between two values of the histogram. */
function RangeOptions() {
  const range = useStore(labelToolStore, (s) => s.range);
  const pane = useStore(liveStore, (s) => paneOf(s, 'a'));
  if (pane === undefined || pane.frame === null) return null;
  return (
    <>
      <ValueRangePicker histogram={pane.frame.histogram} range={range} onRange={setRange} />
      {range === null ? (
        <Tolerance which="tolerance" />
      ) : (
        <Button look="quiet" onClick={() => setRange(null)}>
          Like the first pixel
        </Button>
      )}
    </>
  );
}

function Tolerance({ which }: { readonly which: 'tolerance' | 'edge' }) {
  const { tolerance, edge } = useStore(layoutStore, (s) => s.labelling);
  const pane = useStore(liveStore, (s) => paneOf(s, 'a'));
  const value = which === 'edge' ? edge : tolerance;
  return (
    <Option as="div">
      <Name>{which === 'edge' ? 'Stops at edges' : 'Tolerance'}</Name>
      <PowerSlider
        label={which === 'edge' ? 'Edge strength' : 'Tolerance'}
        value={value}
        low={which === 'edge' ? 0.01 : 0.001}
        high={1}
        onValue={(next) => {
          changeLabelLayout({ [which]: next });
          showRegionAgain();
        }}
      />
      <Value style={{ minWidth: 72 }}>
        {significant(value * 100, 2)}
        <Unit>{thinSpace}%</Unit>
        {which === 'tolerance' && pane !== undefined && pane.frame !== null ? (
          <Unit>
            {' · ±'}
            {significant(alike(pane), 3)}
          </Unit>
        ) : null}
      </Value>
    </Option>
  );
}

function WandOptions({ which }: { readonly which: 'tolerance' | 'edge' }) {
  const { wandFills } = useStore(layoutStore, (s) => s.labelling);
  return (
    <>
      <Tolerance which={which} />
      <Option>
        <input
          type="checkbox"
          checked={wandFills}
          onChange={(event) => changeLabelLayout({ wandFills: event.target.checked })}
        />
        Close small holes
      </Option>
    </>
  );
}

const hints: Readonly<Record<string, string>> = {
  'label-polygon': 'Enter closes · Backspace takes a corner back · Esc leaves',
  'label-wire': 'Click along an edge · Enter closes · Backspace takes a piece back',
  'label-cut': 'Drag across what should be parted',
  'label-join': 'Drag across what belongs together',
  'label-fill': 'Click a region or a hole',
  'label-lasso': 'Draw around a region · Alt takes away',
  'label-rectangle': 'Shift makes a square · Alt takes away',
  'label-ellipse': 'Shift makes a circle · Alt takes away',
  'label-select': 'Click again for what lies below · Shift adds',
  'label-adopt': 'Click a particle of the run',
};

const options: Readonly<Record<string, () => ReactNode>> = {
  'label-brush': () => <BrushOptions limited={false} />,
  'label-limited-brush': () => <BrushOptions limited />,
  'label-eraser': () => <BrushOptions limited={false} />,
  'label-wand': () => <WandOptions which="tolerance" />,
  'label-edge-wand': () => <WandOptions which="edge" />,
};

/** Above the stage in the Label room: the layer, the tool in hand and what it can be set to. */
export function LabelToolOptions() {
  const toolId = useStore(toolStore, (s) => s.toolId);
  const hint = hints[toolId];
  return (
    <Line role="group" aria-label="Tool options">
      <LayerSwitch />
      <Title>{toolById(toolId).title}</Title>
      {options[toolId]?.() ?? (hint === undefined ? null : <Hint>{hint}</Hint>)}
    </Line>
  );
}
