import { useStore } from 'zustand';
import type { TableLayout } from '../../../app/contract/particles.ts';
import { plotStore, setPlot } from '../../state/plot.ts';
import { Control } from '../../ui/bars.tsx';
import { FeatureSelect } from './feature-select.tsx';
import { columnOr } from './table-columns.ts';
import type { TableSample } from './use-samples.ts';

/** What the scatter plot relates. */
export function ScatterBar({
  layout,
  samples,
}: {
  readonly layout: TableLayout;
  readonly samples: readonly TableSample[];
}) {
  const { x, y, colour: shown } = useStore(plotStore);
  const extra: [string, string][] = [[' nothing', 'Nothing']];
  if (samples.length > 1) extra.push([' sample', 'Sample']);
  const value =
    shown.by === 'column' ? shown.column : shown.by === 'sample' && samples.length > 1 ? ' sample' : ' nothing';
  return (
    <>
      <Control>
        x
        <FeatureSelect
          label="Horizontal"
          columns={layout.columns}
          value={columnOr(layout, x).id}
          onPick={(id) => setPlot({ x: id })}
        />
      </Control>
      <Control>
        y
        <FeatureSelect
          label="Vertical"
          columns={layout.columns}
          value={columnOr(layout, y).id}
          onPick={(id) => setPlot({ y: id })}
        />
      </Control>
      <Control>
        Colour
        <FeatureSelect
          label="Colour"
          columns={layout.columns}
          value={value}
          extra={extra}
          onPick={(id) =>
            setPlot({
              colour:
                id === ' nothing'
                  ? { by: 'nothing' }
                  : id === ' sample'
                    ? { by: 'sample' }
                    : { by: 'column', column: id },
            })
          }
        />
      </Control>
    </>
  );
}
