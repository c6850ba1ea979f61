import { styled } from '@mui/material/styles';
import { useState } from 'react';
import { useStore } from 'zustand';
import { colourMapTitles, cssGradient } from '../../scene/colour-maps.ts';
import { setStage, stageStore } from '../../state/stage.ts';
import { type ColourMap, colourMaps, setView, viewStore } from '../../state/view.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { Checkbox, Select } from '../../ui/field.tsx';
import { colour } from '../../ui/tokens.ts';
import { HistogramPlot, largeLook } from './histogram-plot.tsx';
import { liveStore, type Pane, paneOf } from './live.ts';
import { NumberField } from './number-field.tsx';
import { gammaLimits, rounded, roundGamma, type Tone } from './tone.ts';
import { type PaneTone, useTone } from './use-tone.ts';

const Panel = styled('section')({
  position: 'absolute',
  top: 8,
  width: 272,
  padding: '0 12px 10px',
  borderRadius: 6,
  backgroundColor: colour.panel,
  boxShadow: colour.shadow,
  display: 'flex',
  flexDirection: 'column',
  gap: 8,
  maxHeight: 'calc(100% - 16px)',
  overflowY: 'auto',
});
const Head = styled('header')({
  display: 'flex',
  alignItems: 'center',
  height: 34,
  marginRight: -8,
  fontWeight: 600,
  flex: 'none',
});
const Title = styled('h2')({ flex: '1 1 auto', fontSize: 13 });
const Row = styled('div')({ display: 'flex', alignItems: 'center', gap: 8 });
const Fields = styled('div')({ display: 'grid', gridTemplateColumns: '1fr 64px 1fr', gap: 8 });
const MapStrip = styled('span')({ height: 10, borderRadius: 2, flex: '1 1 auto', border: `1px solid ${colour.line}` });

const percentiles: readonly (readonly [string, string])[] = [
  ['0', 'Min to max'],
  ['0.0005', '0.05 % clipped'],
  ['0.0035', '0.35 % clipped'],
  ['0.01', '1 % clipped'],
  ['0.02', '2 % clipped'],
];

function Controls({
  pane,
  tone: { histogram, display, automatic, change, setTone },
}: {
  readonly pane: Pane;
  readonly tone: PaneTone;
}) {
  const smooth = useStore(stageStore, (s) => s.smooth);
  const autoContrast = useStore(viewStore, (s) => s.autoContrast);
  const tone: Tone = display;
  const clipped = String(autoContrast.low);
  return (
    <>
      <HistogramPlot histogram={histogram} tone={tone} onTone={setTone} look={largeLook} />
      <Fields>
        <NumberField
          label="Black"
          value={rounded(tone.low, tone, histogram.whole)}
          onNumber={(low) => low !== null && low < tone.high && setTone({ ...tone, low })}
        />
        <NumberField
          label="Gamma"
          value={tone.gamma}
          onNumber={(gamma) =>
            gamma !== null &&
            gamma >= gammaLimits.least &&
            gamma <= gammaLimits.most &&
            setTone({ ...tone, gamma: roundGamma(gamma) })
          }
        />
        <NumberField
          label="White"
          value={rounded(tone.high, tone, histogram.whole)}
          onNumber={(high) => high !== null && high > tone.low && setTone({ ...tone, high })}
        />
      </Fields>
      <Row>
        <Button aria-pressed={automatic} onClick={() => change({ window: null, gamma: 1 })}>
          Auto
        </Button>
        <Select
          aria-label="Pixels that automatic contrast clips"
          value={percentiles.some(([value]) => value === clipped) ? clipped : '0.0035'}
          options={percentiles}
          disabled={pane.id === 'spectrum'}
          onPick={(value) => {
            setView({ autoContrast: { low: Number(value), high: Number(value) } });
            change({ window: null });
          }}
        />
      </Row>
      <Row>
        <Select
          aria-label="Colour map"
          value={display.colourMap}
          options={colourMaps.map((map) => [map, colourMapTitles[map]] as const)}
          onPick={(colourMap: ColourMap) => change({ colourMap })}
          style={{ width: 124, flex: 'none' }}
        />
        <MapStrip aria-hidden style={{ background: cssGradient(display.colourMap, display.invert) }} />
      </Row>
      <Row>
        <Checkbox label="Invert" checked={display.invert} onCheck={(invert) => change({ invert })} />
        <Checkbox label="Smooth" checked={smooth} onCheck={(on) => setStage({ smooth: on })} />
      </Row>
    </>
  );
}

/** Black, white, gamma and colours of what is shown; floats at the right of the stage. */
export function ContrastPanel() {
  const open = useStore(stageStore, (s) => s.contrastOpen);
  const spectrum = useStore(viewStore, (s) => s.fft);
  const [which, setWhich] = useState<'a' | 'spectrum'>('a');
  const live = useStore(liveStore);
  const pane = paneOf(live, spectrum ? which : 'a') ?? paneOf(live, 'a');
  const tone = useTone(pane);
  if (!open || pane === undefined || tone === null) return null;
  return (
    // over the other half, so that what changes is seen
    <Panel aria-label="Contrast" style={pane.id === 'spectrum' ? { left: 8 } : { right: 8 }}>
      <Head>
        <Title>Contrast</Title>
        {spectrum ? (
          <Select
            aria-label="Contrast of"
            value={which}
            options={[
              ['a', 'Image'],
              ['spectrum', 'Spectrum'],
            ]}
            onPick={setWhich}
            style={{ width: 96, height: 24, flex: 'none' }}
          />
        ) : null}
        <IconButton
          icon="close"
          label="Hide the contrast panel"
          shortcut="Shift+A"
          onClick={() => setStage({ contrastOpen: false })}
        />
      </Head>
      <Controls pane={pane} tone={tone} />
    </Panel>
  );
}
