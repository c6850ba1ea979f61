import { styled } from '@mui/material/styles';
import { useMemo, useRef } from 'react';
import { useStore } from 'zustand';
import { attempt } from '../../state/notices.ts';
import { orderStore, type ParticleOrder } from '../../state/particle-order.ts';
import { groupOfRows, plotStore, setPlot } from '../../state/plot.ts';
import { ControlBar, Spring, Switch } from '../../ui/bars.tsx';
import { Button } from '../../ui/button.tsx';
import { colour } from '../../ui/tokens.ts';
import { figurePng, figureSvg, saveFile } from './figure-file.ts';
import { HistogramBar, HistogramView } from './histogram-view.tsx';
import { ScatterBar } from './scatter-bar.tsx';
import { ScatterView } from './scatter-view.tsx';
import { useSampleOfSpan, useTableSamples } from './use-samples.ts';

const Save = styled('div')({ display: 'flex', alignItems: 'center', gap: 4 });
const Muted = styled('span')({ color: colour.muted, marginRight: 4 });
const Body = styled('div')({
  flex: '1 1 0',
  minHeight: 0,
  display: 'flex',
  flexDirection: 'column',
  position: 'relative',
});

/** Distributions and relations of the particles that pass. */
export function Plot() {
  const order = useStore(orderStore, (s) => s.order);
  return order === null || order.table.layout.columns.length === 0 ? null : <PlotOf order={order} />;
}

function PlotOf({ order }: { readonly order: ParticleOrder }) {
  const { layout } = order.table;
  const kind = useStore(plotStore, (s) => s.kind);
  const figure = useRef<SVGSVGElement>(null);
  const samples = useTableSamples(layout);
  const ofSpan = useSampleOfSpan(layout);
  const groups = useMemo(
    () => (samples.length < 2 ? null : groupOfRows(layout.spans, ofSpan, layout.rows)),
    [layout, samples, ofSpan],
  );
  const save = (ending: 'svg' | 'png') =>
    attempt('window', 'figure', async () => {
      if (figure.current === null) return;
      const { x, y } = plotStore.getState();
      const name = kind === 'histogram' ? `histogram ${x}` : `scatter ${x} ${y}`;
      const content =
        ending === 'svg'
          ? new Blob([figureSvg(figure.current)], { type: 'image/svg+xml' })
          : await figurePng(figure.current, 3);
      saveFile(content, `${name.replaceAll('_', '-').replaceAll(' ', '_')}.${ending}`);
    });
  const View = kind === 'histogram' ? HistogramView : ScatterView;
  const Bar = kind === 'histogram' ? HistogramBar : ScatterBar;
  return (
    <>
      <ControlBar>
        <Switch
          label="Plot"
          value={kind}
          options={[
            ['histogram', 'Histogram'],
            ['scatter', 'Scatter'],
          ]}
          onPick={(value) => setPlot({ kind: value })}
        />
        <Bar layout={layout} samples={samples} />
        <Spring />
        <Save>
          <Muted>Save figure</Muted>
          <Button onClick={() => void save('svg')}>SVG</Button>
          <Button onClick={() => void save('png')}>PNG</Button>
        </Save>
      </ControlBar>
      <Body>
        <View order={order} groups={groups} samples={samples} figure={figure} />
      </Body>
    </>
  );
}
