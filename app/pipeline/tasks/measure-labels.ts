import { Failure } from '../../domain/failure.ts';
import { featureColumns, measure } from '../../features/measure.ts';
import { particlesCsv } from '../../formats/csv/particles.ts';
import { task } from '../../ports/task.ts';
import { readLabelledParticles } from '../shapes/particle-contours.ts';
import { greyFrame } from './grey-frame.ts';

export interface MeasureRequest {
  readonly labels: string;
  /** The micrograph; null: no column that needs grey values. */
  readonly image: string | null;
  /** nm a pixel; null: what the files say. */
  readonly pixelSize: number | null;
  /** Ids of the columns wanted; null: all. */
  readonly columns: readonly string[] | null;
}

export interface MeasuredLabels {
  readonly text: Uint8Array;
  readonly particles: number;
  readonly unit: 'nm' | 'px';
}

const needsImage = (id: string) => id.startsWith('intensity') || id.includes('weighted');

/** Measures the particles of a label image, as CSV. */
export const measureLabelsTask = task(
  'measure-labels',
  async (asked: MeasureRequest, environment): Promise<MeasuredLabels> => {
    const { open, work } = environment;
    const source = open(asked.labels);
    const found = await readLabelledParticles(source, work);
    const { width, height, instances, ids } = found;
    const image =
      asked.image === null
        ? { width, height, data: work.threads.allocate('float32', width * height) }
        : await greyFrame(
            { address: { path: asked.image, imageIndex: 0, frame: 0 }, version: asked.image },
            environment,
          );
    if (image.width !== width || image.height !== height) {
      throw new Failure(
        'invalid-input',
        `${source.name} is ${width} × ${height} px, its image ${image.width} × ${image.height} px.`,
        'Measure labels on the image that they were made of.',
        source.name,
      );
    }
    const pixelSize = asked.pixelSize ?? found.pixelSize;
    const all = featureColumns(pixelSize !== null).map(({ id }) => id);
    const wanted = asked.columns ?? (asked.image === null ? all.filter((id) => !needsImage(id)) : all);
    const dark = asked.image === null ? wanted.find(needsImage) : undefined;
    if (dark !== undefined)
      throw new Failure('invalid-input', `${dark} needs the micrograph.`, 'Give it with --image.', dark);
    const size = pixelSize === null ? null : { x: pixelSize, y: pixelSize };
    const table = measure(instances, image, size, work, wanted);
    const span = { image: source.name, frame: 0, sample: '', conditions: [], pixelSize, start: 0, count: table.rows };
    const text = [...particlesCsv({ table, spans: [span], ids })].join('');
    return {
      text: new TextEncoder().encode(text),
      particles: instances.length,
      unit: pixelSize === null ? 'px' : 'nm',
    };
  },
);
