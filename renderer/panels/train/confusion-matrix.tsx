import { styled } from '@mui/material/styles';
import { useState } from 'react';
import { type ConfusionBasis, type ConfusionCell, confusionCells } from '../../state/training/confusion.ts';
import { Switch } from '../../ui/bars.tsx';
import { grouped, significant, thinSpace } from '../../ui/quantity.ts';
import { Swatch } from '../../ui/swatch.tsx';
import { Tip } from '../../ui/tip.tsx';
import { colour } from '../../ui/tokens.ts';

const Head = styled('div')({ display: 'flex', justifyContent: 'flex-end', paddingBottom: 8 });
const Table = styled('table')({ borderCollapse: 'separate', borderSpacing: 2, width: '100%', tableLayout: 'fixed' });
const Corner = styled('td')({
  color: colour.muted,
  fontSize: 11,
  lineHeight: '14px',
  verticalAlign: 'bottom',
  padding: '0 6px 4px 0',
});
const Name = styled('th')({
  fontWeight: 400,
  fontSize: 12,
  lineHeight: '16px',
  padding: '2px 4px',
  textAlign: 'left',
  overflow: 'hidden',
  textOverflow: 'ellipsis',
  whiteSpace: 'nowrap',
});
const Cell = styled('td')({
  position: 'relative',
  height: 34,
  borderRadius: 3,
  textAlign: 'center',
  backgroundColor: colour.field,
  overflow: 'hidden',
  '& > span': { position: 'relative' },
});
const Tint = styled('div')({ position: 'absolute', inset: 0 });

/** A class as charts and tables of scores name it. */
export interface ScoredClass {
  readonly name: string;
  readonly colour: string;
}

export const percent = (share: number): string => {
  const value = share * 100;
  if (value > 0 && value < 0.05) return `<0.1${thinSpace}%`;
  if (value > 99.95 && value < 100) return `>99.9${thinSpace}%`;
  return `${value >= 99.95 ? '100' : value < 10 ? significant(Number(value.toFixed(1)), 2) : value.toFixed(1)}${thinSpace}%`;
};

function meaning(cell: ConfusionCell, basis: ConfusionBasis, classes: readonly ScoredClass[]): string {
  const [truth, found] = [classes[cell.truth].name, classes[cell.found].name];
  const whole =
    basis === 'pixels' || cell.share === null
      ? ''
      : `, ${percent(cell.share)} of what ${basis === 'truth' ? `is ${truth}` : `was called ${found}`}`;
  const right = cell.truth === cell.found;
  return `${grouped(cell.pixels)} px of ${truth} were ${right ? 'found as such' : `called ${found}`}${whole}.`;
}

/** Which class was taken for which: what is there down the side, what was found along the top. */
export function ConfusionMatrix({
  classes,
  counts,
}: {
  readonly classes: readonly ScoredClass[];
  readonly counts: ArrayLike<number>;
}) {
  const [basis, setBasis] = useState<ConfusionBasis>('truth');
  const cells = confusionCells(counts, classes.length, basis);
  return (
    <>
      <Head>
        <Switch
          label="Numbers of the matrix"
          value={basis}
          options={[
            ['truth', 'Of what is there'],
            ['found', 'Of what was found'],
            ['pixels', 'Pixels'],
          ]}
          onPick={setBasis}
        />
      </Head>
      <Table aria-label="Confusion matrix">
        <thead>
          <tr>
            <Corner>true ↓ found →</Corner>
            {classes.map(({ name, colour: tone }) => (
              <Name key={name} scope="col" title={name} style={{ textAlign: 'center' }}>
                <Swatch colour={tone} small /> {name}
              </Name>
            ))}
          </tr>
        </thead>
        <tbody>
          {classes.map((row, truth) => (
            <tr key={row.name}>
              <Name scope="row" title={row.name}>
                <Swatch colour={row.colour} small /> {row.name}
              </Name>
              {cells.slice(truth * classes.length, (truth + 1) * classes.length).map((cell) => (
                <Tip key={cell.found} title={meaning(cell, basis, classes)}>
                  <Cell>
                    <Tint
                      style={{
                        backgroundColor: cell.truth === cell.found ? colour.accent : colour.suspect,
                        opacity: 0.55 * Math.sqrt(cell.share ?? 0),
                      }}
                    />
                    <span>
                      {cell.share === null ? '–' : basis === 'pixels' ? grouped(cell.pixels) : percent(cell.share)}
                    </span>
                  </Cell>
                </Tip>
              ))}
            </tr>
          ))}
        </tbody>
      </Table>
    </>
  );
}
