import { styled } from '@mui/material/styles';
import type { Evaluation } from '../../../app/domain/training/scores.ts';
import { Icon } from '../../ui/icons.tsx';
import { count, duration } from '../../ui/quantity.ts';
import { Tip } from '../../ui/tip.tsx';
import { colour } from '../../ui/tokens.ts';
import { percent } from './confusion-matrix.tsx';
import { score, Table } from './score-table.tsx';

const Head = styled('h3')({ fontWeight: 600, padding: '12px 0 4px' });
const Best = styled('span')({ fontWeight: 600, color: colour.text });
const Plain = styled('span')({ color: colour.muted });
const Wide = styled('div')({ overflowX: 'auto' });

interface Line {
  readonly title: string;
  readonly help: string;
  readonly values: readonly (number | null)[];
  readonly say: (value: number | null) => string;
}

function linesOf(evaluations: readonly Evaluation[]): readonly Line[] {
  const names = [...new Set(evaluations.flatMap(({ scores }) => scores.classes.map(({ name }) => name)))];
  const own = (evaluation: Evaluation, name: string) => evaluation.scores.classes.find((one) => one.name === name);
  return [
    {
      title: 'Mean Dice',
      help: 'Over the classes that are there.',
      values: evaluations.map(({ scores }) => scores.meanDice),
      say: score,
    },
    ...names.flatMap((name): Line[] => [
      {
        title: `Dice, ${name}`,
        help: '2TP / (2TP + FP + FN), pooled over all images.',
        values: evaluations.map((one) => own(one, name)?.dice ?? null),
        say: score,
      },
      {
        title: `IoU, ${name}`,
        help: 'TP / (TP + FP + FN), pooled over all images.',
        values: evaluations.map((one) => own(one, name)?.iou ?? null),
        say: score,
      },
    ]),
    {
      title: 'Pixels right',
      help: 'Share of labelled pixels whose most probable class is the true one.',
      values: evaluations.map(({ scores }) => scores.pixelAccuracy),
      say: (value) => (value === null ? '–' : percent(value)),
    },
  ];
}

const most = (values: readonly (number | null)[]) =>
  Math.max(...values.map((value) => value ?? Number.NEGATIVE_INFINITY));

function Cells({ line }: { readonly line: Line }) {
  const best = most(line.values);
  return line.values.map((value, i) => (
    <td key={i}>
      {value !== null && value === best ? <Best>{line.say(value)}</Best> : <Plain>{line.say(value)}</Plain>}
    </td>
  ));
}

/** Models and baselines in columns, the best number of each line in bold; then image by image. */
export function ComparisonTable({ evaluations }: { readonly evaluations: readonly Evaluation[] }) {
  const images = evaluations[0].images;
  const heads = evaluations.map(({ model, title, seconds, images: own }) => (
    <Tip
      key={model}
      title={title}
      more={`${count(own.length, 'image')} in ${duration(seconds)}${own.some(({ learned }) => learned) ? '\nIt learned from some of these images: its numbers are too good.' : ''}`}
    >
      <th scope="col">
        {title}
        {own.some(({ learned }) => learned) ? (
          <span style={{ color: colour.suspect, display: 'inline-flex', verticalAlign: -2, marginLeft: 4 }}>
            <Icon name="warning" size={12} />
          </span>
        ) : null}
      </th>
    </Tip>
  ));
  return (
    <Wide>
      <Table aria-label="Comparison of models">
        <thead>
          <tr>
            <th scope="col">{count(images.length, 'image')}</th>
            {heads}
          </tr>
        </thead>
        <tbody>
          {linesOf(evaluations).map((line) => (
            <tr key={line.title}>
              <Tip title={line.title} more={line.help} placement="left">
                <td>{line.title}</td>
              </Tip>
              <Cells line={line} />
            </tr>
          ))}
        </tbody>
      </Table>
      <Head>Mean Dice, image by image</Head>
      <Table aria-label="Mean Dice by image">
        <thead>
          <tr>
            <th scope="col">Image</th>
            {heads}
          </tr>
        </thead>
        <tbody>
          {images.map(({ name, imageId, frame }) => (
            <tr key={`${imageId} ${name} ${frame}`}>
              <td>{name}</td>
              <Cells
                line={{
                  title: name,
                  help: '',
                  say: score,
                  values: evaluations.map(
                    (one) => one.images.find((image) => image.name === name && image.frame === frame)?.meanDice ?? null,
                  ),
                }}
              />
            </tr>
          ))}
        </tbody>
      </Table>
    </Wide>
  );
}
