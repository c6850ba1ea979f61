import type { ModelClass } from '../../app/domain/training/model-card.ts';
import type { TrainingEpoch } from '../../app/domain/training/training-plan.ts';

const quoted = (text: string): string => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
const cell = (value: number | null | undefined): string =>
  value === null || value === undefined ? '' : String(Number(value.toPrecision(6)));

/** The curves of a training as a table: an epoch a row, counted from 1 as people do. */
export function historyCsv(epochs: readonly TrainingEpoch[], classes: readonly Pick<ModelClass, 'name'>[]): string {
  const parts = ['training', 'validation'] as const;
  const names = parts.flatMap((part) =>
    (['dice', 'iou'] as const).flatMap((what) => classes.map(({ name }) => `${part} ${what} ${name}`)),
  );
  const head = [
    'epoch',
    'step',
    'seconds',
    'rate',
    'training loss',
    'validation loss',
    'validation pixel accuracy',
    'score',
    'best',
    ...names,
  ];
  const rows = epochs.map((row) => {
    const { training, validation } = row;
    const scores = [training.dice, training.iou, validation?.dice, validation?.iou].flatMap((list) =>
      classes.map((_, k) => cell(list?.[k])),
    );
    return [
      row.epoch + 1,
      row.step,
      cell(row.seconds),
      cell(row.rate),
      cell(training.loss),
      cell(validation?.loss),
      cell(validation?.pixelAccuracy),
      cell(row.score),
      row.best ? 1 : 0,
      ...scores,
    ].join(',');
  });
  return `${[head.map(quoted).join(','), ...rows].join('\n')}\n`;
}
