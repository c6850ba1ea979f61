import type { FeatureColumn } from '../domain/feature-table.ts';
import type { Instance } from '../domain/instance.ts';
import { forEachRun } from '../domain/run-mask.ts';
import type { ModelClass } from '../domain/training/model-card.ts';
import type { PixelSize } from '../features/measure.ts';
import { isParticleRole } from '../segmentation/network-classes.ts';

const key = (name: string): string =>
  name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^_|_$/g, '');

/**
 * Area of each class that is part of a particle within every particle, such as those of core and patch: a column a class. None for a
 * model that knows only one such class.
 * @param labels class of each pixel by its place from 1, row-major (y, x); 0 for none
 */
export function classAreas(
  instances: readonly Instance[],
  labels: Int32Array,
  width: number,
  classes: readonly ModelClass[],
  pixelSize: PixelSize | null,
): { readonly columns: FeatureColumn[]; readonly values: Float64Array[] } {
  const parts = classes.flatMap(({ role }, k) => (isParticleRole(role) ? [k] : []));
  if (parts.length < 2) return { columns: [], values: [] };
  const area = pixelSize === null ? 1 : pixelSize.x * pixelSize.y;
  const counts = instances.map(({ mask }) => {
    const inside = new Float64Array(classes.length + 1);
    forEachRun(mask, (y, from, to) => {
      const end = y * width + to;
      for (let i = y * width + from; i < end; i++) inside[labels[i]]++;
    });
    return inside;
  });
  const columns = parts.map((k, i): FeatureColumn => {
    const { name } = classes[k];
    // the same name twice would make one column of two
    const own =
      key(name) === '' || parts.some((j) => j < k && key(classes[j].name) === key(name)) ? `class_${i + 1}` : key(name);
    return {
      id: `area_${own}`,
      title: `Area of ${name.toLowerCase()}`,
      unit: pixelSize === null ? 'px²' : 'nm²',
      definition: `Area of the particle's pixels that the model takes for ${name.toLowerCase()}.`,
      group: 'size',
    };
  });
  return { columns, values: parts.map((k) => Float64Array.from(counts, (inside) => inside[k + 1] * area)) };
}
