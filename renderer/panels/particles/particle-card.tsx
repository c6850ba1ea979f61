import { styled } from '@mui/material/styles';
import { useStore } from 'zustand';
import { bytesPath } from '../../../app/contract/bytes.ts';
import { columnsFor, twinOf } from '../../../app/domain/feature-table.ts';
import { runById } from '../../commands/list.ts';
import { libraryStore } from '../../state/library.ts';
import { mainColumns } from '../../state/particles.ts';
import { placeOf, type RunTable } from '../../state/table.ts';
import { CommandButton } from '../../ui/command-button.tsx';
import { Fold } from '../../ui/fold.tsx';
import { significant } from '../../ui/quantity.ts';
import { Tip } from '../../ui/tip.tsx';
import { colour } from '../../ui/tokens.ts';
import { FeatureLines } from './feature-lines.tsx';
import { groupedColumns } from './feature-select.tsx';
import { ProvenanceLines } from './provenance.tsx';
import type { Column } from './table-columns.ts';
import { useColumns } from './use-columns.ts';

const side = 96;
const Top = styled('div')({ display: 'flex', gap: 12, marginBottom: 8 });
const Picture = styled('button')({
  width: side,
  height: side,
  flex: 'none',
  padding: 0,
  border: 0,
  borderRadius: 4,
  overflow: 'hidden',
  backgroundColor: colour.stage,
  '& img': { width: side, height: side, display: 'block' },
});
const Facts = styled('div')({ minWidth: 0, flex: '1 1 auto', display: 'flex', flexDirection: 'column' });
const Name = styled('div')({ fontWeight: 600 });
const Muted = styled('div')({
  color: colour.muted,
  overflow: 'hidden',
  textOverflow: 'ellipsis',
  whiteSpace: 'nowrap',
});
const Suspect = styled('div')({ color: colour.suspect });
const Actions = styled('div')({ display: 'flex', gap: 8, marginTop: 'auto' });

function FoldedGroup({ table, row, columns }: { table: RunTable; row: number; columns: readonly Column[] }) {
  const values = useColumns(
    table.layout,
    columns.map(({ id }) => id),
  );
  return <FeatureLines columns={columns} valueFor={({ id }) => valueText(values.get(id), row)} />;
}

const valueText = (values: Float64Array | undefined, row: number) =>
  values === undefined ? '' : significant(values[row], 4);

/** One particle: its picture, where it is, its numbers, and where they come from. */
export function ParticleCard({ table, row }: { readonly table: RunTable; readonly row: number }) {
  const { layout } = table;
  const { imageById, sampleById } = useStore(libraryStore);
  const place = placeOf(layout, row);
  const image = place === null ? undefined : imageById.get(place.imageId);
  const sample = image === undefined ? undefined : sampleById.get(image.sampleId);
  const calibrated = layout.spans.some(
    ({ start, count, pixelSize }) => row >= start && row < start + count && pixelSize !== null,
  );
  const own = columnsFor(layout.columns, calibrated) as Column[];
  const main = mainColumns.flatMap((id) => own.find((column) => column.id === id || twinOf(column.id) === id) ?? []);
  const columns = useColumns(
    layout,
    main.map(({ id }) => id),
  );
  const known = new Set<string>(main.map(({ id }) => id));
  const groups = groupedColumns(own.filter(({ id }) => !known.has(id)));
  const state = table.rejected[row] === 1 ? 'Rejected by hand' : table.pass[row] === 0 ? 'Dropped by the filter' : null;
  return (
    <>
      <Top>
        <Tip title="Centre the stage on it" shortcut="Enter">
          <Picture
            type="button"
            aria-label="Centre the stage on the particle"
            onClick={() => runById('particles.centre')}
          >
            <img key={row} src={bytesPath.galleryRows(layout.runId, [row], 192, 'particle')} alt="" draggable={false} />
          </Picture>
        </Tip>
        <Facts>
          <Name>Particle {place?.id ?? row + 1}</Name>
          <Muted title={image?.name}>
            {image?.name ?? ''}
            {(image?.frames ?? 1) > 1 && place !== null ? `, frame ${place.frame + 1}` : ''}
          </Muted>
          <Muted>{sample?.name ?? ''}</Muted>
          {state === null ? null : <Suspect>{state}</Suspect>}
          {state === null && table.border[row] === 1 ? <Suspect>Touches the border</Suspect> : null}
          <Actions>
            {table.rejected[row] === 1 ? (
              <CommandButton id="particles.restore" label="Restore" />
            ) : (
              <CommandButton id="particles.reject" label="Reject" />
            )}
          </Actions>
        </Facts>
      </Top>
      <FeatureLines columns={main} valueFor={({ id }) => valueText(columns.get(id), row)} />
      {groups.map(([title, list]) => (
        <Fold key={title} id={`particle-${title}`} title={`More ${title.toLowerCase()}`}>
          <FoldedGroup table={table} row={row} columns={list} />
        </Fold>
      ))}
      {place === null ? null : (
        <Fold id="particle-origin" title="Where the numbers come from">
          <ProvenanceLines runId={layout.runId} imageId={place.imageId} frame={place.frame} />
        </Fold>
      )}
    </>
  );
}
