import { styled } from '@mui/material/styles';
import type { Scores } from '../../../app/domain/training/scores.ts';
import { grouped } from '../../ui/quantity.ts';
import { Swatch } from '../../ui/swatch.tsx';
import { Tip } from '../../ui/tip.tsx';
import { colour } from '../../ui/tokens.ts';
import { percent, type ScoredClass } from './confusion-matrix.tsx';

export const Table = styled('table')({
  width: '100%',
  borderCollapse: 'collapse',
  fontSize: 13,
  '& th': { fontWeight: 400, color: colour.muted, textAlign: 'right', padding: '4px 8px', whiteSpace: 'nowrap' },
  '& th:first-of-type, & td:first-of-type': { textAlign: 'left', paddingLeft: 0 },
  '& td': { textAlign: 'right', padding: '4px 8px', userSelect: 'text', whiteSpace: 'nowrap' },
  '& tbody tr': { borderTop: `1px solid ${colour.line}` },
  '& tfoot tr': { borderTop: `1px solid ${colour.edge}` },
});

export const score = (value: number | null): string => (value === null ? '–' : value.toFixed(3));

/** What scores mean, for the heads of their columns. */
export const scoreHelp = {
  Dice: '2TP / (2TP + FP + FN): overlap of found and true pixels, pooled over all images.',
  IoU: 'TP / (TP + FP + FN): intersection over union, pooled over all images.',
  Precision: 'TP / (TP + FP): how much of what was found is right.',
  Recall: 'TP / (TP + FN): how much of what is there was found.',
  Pixels: 'True pixels of the class.',
} as const;

/** Scores of each class, with the means below. */
export function ScoreTable({ scores, classes }: { readonly scores: Scores; readonly classes: readonly ScoredClass[] }) {
  return (
    <Table aria-label="Scores by class">
      <thead>
        <tr>
          <th scope="col">Class</th>
          {Object.entries(scoreHelp).map(([title, more]) => (
            <Tip key={title} title={title} more={more}>
              <th scope="col">{title}</th>
            </Tip>
          ))}
        </tr>
      </thead>
      <tbody>
        {scores.classes.map((one, i) => (
          <tr key={one.name}>
            <td>
              <Swatch colour={classes[i]?.colour ?? colour.edge} small /> {one.name}
            </td>
            <td>{score(one.dice)}</td>
            <td>{score(one.iou)}</td>
            <td>{score(one.precision)}</td>
            <td>{score(one.recall)}</td>
            <td>{grouped(one.pixels)}</td>
          </tr>
        ))}
      </tbody>
      <tfoot>
        <tr>
          <Tip title="Mean Dice" more="Over the classes that are there.">
            <td>Mean</td>
          </Tip>
          <td>{score(scores.meanDice)}</td>
          <td colSpan={4}>
            {scores.pixelAccuracy === null ? '' : `${percent(scores.pixelAccuracy)} of labelled pixels right`}
          </td>
        </tr>
      </tfoot>
    </Table>
  );
}
