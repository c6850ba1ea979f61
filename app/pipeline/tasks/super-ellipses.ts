import { fitSuperEllipses, superEllipseColumns } from '../../features/fingerprint/super-ellipse.ts';
import { fitTriangle } from '../../features/fingerprint/triangle.ts';
import { csvNumber } from '../../formats/csv/cell.ts';
import { task } from '../../ports/task.ts';
import { readParticleContours, type ShapeSource } from '../shapes/particle-contours.ts';

export interface OutlineFitRequest {
  readonly source: ShapeSource;
  /** nm a pixel; null: what the file says. */
  readonly pixelSize: number | null;
}

export interface OutlineFits {
  /** CSV: a row a particle. */
  readonly text: Uint8Array;
  readonly particles: number;
  readonly unit: 'nm' | 'px';
  /** Median overlap of particle and re-simulated outline; null without any. */
  readonly medianJaccard: number | null;
  /** Particles around which an ideal triangle can be drawn. */
  readonly triangles: number;
}

/** Super-ellipse of each particle by least squares, and its ideal triangle where it has one, as CSV. */
export const superEllipsesTask = task(
  'super-ellipses',
  async ({ source, pixelSize }: OutlineFitRequest, { open, work }): Promise<OutlineFits> => {
    const { ids, contours, ...file } = await readParticleContours(open(source.path), source.kind, work);
    const fits = fitSuperEllipses(contours, work);
    const size = pixelSize ?? file.pixelSize;
    const [unit, nm] = size === null ? (['px', 1] as const) : (['nm', size] as const);
    const width = superEllipseColumns.length;
    const jaccard: number[] = [];
    let triangles = 0;
    const lines = [
      `particle,p,d,L,phi_deg,size_${unit},centre_x_px,centre_y_px,rms,jaccard,triangle_edge_${unit},truncation_${unit}`,
    ];
    contours.forEach((contour, i) => {
      const [p, d, ratio, phi, radius, x, y, rms, overlap] = fits.subarray(width * i, width * (i + 1));
      const triangle = fitTriangle(contour);
      if (triangle !== null) triangles++;
      if (!Number.isNaN(overlap)) jaccard.push(overlap);
      const cells = [ids[i], p, d, ratio, (phi * 180) / Math.PI, radius * nm, x, y, rms, overlap];
      cells.push((triangle?.edge ?? Number.NaN) * nm, (triangle?.truncation ?? Number.NaN) * nm);
      lines.push(cells.map(csvNumber).join(','));
    });
    lines.push('');
    jaccard.sort((a, b) => a - b);
    return {
      text: new TextEncoder().encode(lines.join('\n')),
      particles: contours.length,
      unit,
      medianJaccard: jaccard[jaccard.length >> 1] ?? null,
      triangles,
    };
  },
);
