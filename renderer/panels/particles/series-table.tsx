import { styled } from '@mui/material/styles';
import type { Series } from '../../state/plot.ts';
import { grouped, significant, thinSpace } from '../../ui/quantity.ts';
import { Tip } from '../../ui/tip.tsx';
import { colour } from '../../ui/tokens.ts';
import { seriesColour } from './histogram-bars.tsx';
import { percent, plusMinus } from './numbers.ts';

const Frame = styled('div')({
  flex: 'none',
  maxHeight: '40%',
  overflow: 'auto',
  borderTop: `1px solid ${colour.line}`,
});
const Table = styled('table')({
  width: '100%',
  borderCollapse: 'collapse',
  userSelect: 'text',
  '& th, & td': { height: 26, padding: '0 12px', textAlign: 'right', fontWeight: 400, whiteSpace: 'nowrap' },
  '& th:first-of-type': { textAlign: 'left', maxWidth: 200, overflow: 'hidden', textOverflow: 'ellipsis' },
  '& thead th': { color: colour.muted, fontSize: 12, position: 'sticky', top: 0, backgroundColor: colour.panel },
});
const Swatch = styled('span')({ display: 'inline-block', width: 8, height: 8, borderRadius: 2, marginRight: 8 });
const Unit = styled('span')({ color: colour.muted });

const heads = [
  ['n', 'Particles that pass and have a number'],
  ['mean ± s.d.', 'Arithmetic mean and standard deviation of the sample (n − 1)'],
  ['s.d. / mean', 'Relative standard deviation, σ/d'],
  ['median', 'Half of the particles are smaller'],
  ['middle 95 %', 'From the 2.5th to the 97.5th percentile'],
] as const;

/** What the histogram says in numbers, a line a sample. */
export function SeriesTable({ series, unit }: { readonly series: readonly Series[]; readonly unit: string }) {
  const shown = unit === '' ? null : <Unit>{thinSpace + unit}</Unit>;
  return (
    <Frame>
      <Table>
        <thead>
          <tr>
            <th scope="col">{series.length === 1 && series[0].group < 0 ? '' : 'Sample'}</th>
            {heads.map(([title, definition]) => (
              <Tip key={title} title={definition}>
                <th scope="col">{title}</th>
              </Tip>
            ))}
          </tr>
        </thead>
        <tbody>
          {series.map((one) => {
            const { n, mean, sd, relativeSpread, median, middle95 } = one.summary;
            return (
              <tr key={one.group}>
                <th scope="row">
                  <Swatch style={{ backgroundColor: seriesColour(one) }} />
                  {one.group < 0 ? 'All particles' : one.name}
                </th>
                <td>{grouped(n)}</td>
                <td>
                  {plusMinus(mean, sd)}
                  {shown}
                </td>
                <td>{percent(relativeSpread)}</td>
                <td>
                  {significant(median)}
                  {shown}
                </td>
                <td>
                  {significant(middle95[0], 3)} to {significant(middle95[1], 3)}
                  {shown}
                </td>
              </tr>
            );
          })}
        </tbody>
      </Table>
    </Frame>
  );
}
