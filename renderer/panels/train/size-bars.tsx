import { styled } from '@mui/material/styles';
import type { Evaluation } from '../../../app/domain/training/scores.ts';
import { significant, thinSpace } from '../../ui/quantity.ts';
import { Tip } from '../../ui/tip.tsx';
import { colour } from '../../ui/tokens.ts';
import { score, Table } from './score-table.tsx';

const Track = styled('div')({
  width: '100%',
  minWidth: 80,
  height: 8,
  borderRadius: 2,
  backgroundColor: colour.field,
  overflow: 'hidden',
});
const Fill = styled('div')({ height: '100%', backgroundColor: colour.accent });

/** A group of sizes in words; the last one has no end. */
const sizes = (from: number, to: number) =>
  Number.isFinite(to) && to < 1e6
    ? `${significant(from, 3)} to ${significant(to, 3)}${thinSpace}px`
    : `over ${significant(from, 3)}${thinSpace}px`;

/** How much of true particles was found, by their size: small ones are missed first. */
export function SizeBars({ groups }: { readonly groups: Evaluation['bySize'] }) {
  return (
    <Table aria-label="Recall by particle size">
      <thead>
        <tr>
          <th scope="col">Diameter</th>
          <td style={{ width: '50%' }} />
          <Tip title="Recall" more="Share of the pixels of true particles of that size that were found.">
            <th scope="col">Recall</th>
          </Tip>
          <th scope="col">Particles</th>
        </tr>
      </thead>
      <tbody>
        {groups.map(({ from, to, particles, recall }) => (
          <tr key={from}>
            <td>{sizes(from, to)}</td>
            <td>
              <Track>
                <Fill style={{ width: `${100 * (recall ?? 0)}%` }} />
              </Track>
            </td>
            <td>{score(recall)}</td>
            <td>{particles}</td>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}
