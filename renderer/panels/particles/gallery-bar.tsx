import Slider from '@mui/material/Slider';
import { styled } from '@mui/material/styles';
import { useStore } from 'zustand';
import { changeParticleLayout, layoutStore } from '../../state/layout.ts';
import { orderStore, type ParticleOrder, sortBy } from '../../state/particle-order.ts';
import { Control, ControlBar, Spring, Switch } from '../../ui/bars.tsx';
import { IconButton } from '../../ui/button.tsx';
import { significant, thinSpace } from '../../ui/quantity.ts';
import { Tip } from '../../ui/tip.tsx';
import { colour } from '../../ui/tokens.ts';
import { FeatureSelect } from './feature-select.tsx';
import { barLength } from './gallery-scale.ts';

const Length = styled('div')({
  display: 'flex',
  flexDirection: 'column',
  alignItems: 'center',
  flex: 'none',
  fontSize: 11,
  lineHeight: '13px',
  color: colour.text,
  '& > div': { height: 3, marginTop: 2, backgroundColor: colour.text },
});
const Size = styled('div')({ width: 84, flex: 'none', display: 'flex', alignItems: 'center', height: 28 });
const Sort = styled('div')({ display: 'flex', alignItems: 'center', gap: 2, minWidth: 0 });

/** How the gallery is sorted and drawn. */
export function GalleryBar({
  order,
  cell,
  span,
}: {
  readonly order: ParticleOrder;
  readonly cell: number;
  /** Length that a cell spans, or null when every particle has its own scale. */
  readonly span: number | null;
}) {
  const sorting = useStore(orderStore, (s) => s.sorting);
  const scale = useStore(layoutStore, (s) => s.particles.scale);
  const { layout } = order.table;
  const mixed = layout.lengthUnit === 'mixed';
  const bar = span === null ? null : barLength(span);
  return (
    <ControlBar>
      <Sort>
        <Control>
          Sort by
          <FeatureSelect
            label="Sort by"
            columns={layout.columns}
            value={sorting.column ?? ''}
            extra={[['', 'Micrograph']]}
            onPick={(column) => sortBy({ column: column === '' ? null : column, descending: sorting.descending })}
          />
        </Control>
        <IconButton
          icon={sorting.descending ? 'sortDown' : 'sortUp'}
          label={sorting.descending ? 'Largest first' : 'Smallest first'}
          disabled={sorting.column === null}
          onClick={() => sortBy({ ...sorting, descending: !sorting.descending })}
        />
      </Sort>
      <Spring />
      {bar === null || span === null ? null : (
        <Tip title="Scale of all cells" more={`A cell spans ${significant(span)}${thinSpace}${layout.lengthUnit}.`}>
          <Length>
            <span>
              {significant(bar)}
              {thinSpace}
              {layout.lengthUnit}
            </span>
            <div style={{ width: (bar / span) * cell }} />
          </Length>
        </Tip>
      )}
      <Tip
        title={mixed ? 'Images of this run have no common unit' : 'Scale of the cells'}
        more={
          mixed
            ? 'Give all of them a pixel size to draw their particles at one scale.'
            : 'Own: each particle fills its cell. Shared: all at one scale.'
        }
      >
        <div>
          <Switch
            label="Scale"
            value={mixed ? 'particle' : scale}
            options={
              mixed
                ? [['particle', 'Own scale']]
                : [
                    ['particle', 'Own scale'],
                    ['fixed', 'Shared'],
                  ]
            }
            onPick={(value) => changeParticleLayout({ scale: value })}
          />
        </div>
      </Tip>
      <Tip title="Size of the cells">
        <Size>
          <Slider
            aria-label="Size of the cells"
            min={48}
            max={160}
            step={4}
            value={cell}
            onChange={(_, value) => changeParticleLayout({ cell: value as number })}
          />
        </Size>
      </Tip>
    </ControlBar>
  );
}
