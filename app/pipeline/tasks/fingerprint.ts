import { type Align, type Centre, fingerprints, rays } from '../../features/fingerprint/fingerprints.ts';
import { csvNumber } from '../../formats/csv/cell.ts';
import { task } from '../../ports/task.ts';
import { readParticleContours, type ShapeSource } from '../shapes/particle-contours.ts';

export interface FingerprintRequest {
  readonly source: ShapeSource;
  readonly align: Align;
  readonly centre: Centre;
  /** nm a pixel; null: what the file says. */
  readonly pixelSize: number | null;
}

export interface FingerprintFile {
  /** CSV: a row a particle, 360 values. */
  readonly text: Uint8Array;
  /** Label of each row. */
  readonly particles: Int32Array;
  readonly unit: 'nm' | 'px';
  /** Rows without a fingerprint. */
  readonly empty: number;
}

/** Shape fingerprints of the particles of a file, as CSV. */
export const fingerprintTask = task(
  'fingerprint',
  async ({ source, align, centre, pixelSize }: FingerprintRequest, { open, work }): Promise<FingerprintFile> => {
    const { ids, contours, pixelCentres, ...file } = await readParticleContours(open(source.path), source.kind, work);
    const size = pixelSize ?? file.pixelSize;
    const centres = centre === 'pixels' && pixelCentres !== null ? { centres: pixelCentres } : {};
    const values = fingerprints(contours, { align, centre, pixelSize: size, ...centres }, work);
    const unit = size === null ? 'px' : 'nm';
    // NumPy and R take a line that begins with # for a comment, so that what they read is a row a particle.
    const lines = [`# ${Array.from({ length: rays }, (_, k) => `d_${k + 1}_${unit}`).join(',')}`];
    let empty = 0;
    for (let row = 0; row < contours.length; row++) {
      const own = values.subarray(rays * row, rays * (row + 1));
      if (Number.isNaN(own[0])) empty++;
      lines.push(Array.from(own, csvNumber).join(','));
    }
    lines.push('');
    return { text: new TextEncoder().encode(lines.join('\n')), particles: ids, unit, empty };
  },
);
