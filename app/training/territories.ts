import type { LabelMap } from '../domain/plane.ts';

/**
 * The particle that each pixel is nearest to, counted in steps to the 4 neighbours; of two equally near the one whose label came first
 * in row order. All 0 when there are no particles.
 */
export function territories({ width, height, data }: LabelMap): Int32Array<ArrayBuffer> {
  const out = new Int32Array(data);
  const queue = new Int32Array(width * height);
  let end = 0;
  for (let i = 0; i < out.length; i++) if (out[i] !== 0) queue[end++] = i;
  const reach = (i: number, label: number) => {
    if (out[i] !== 0) return;
    out[i] = label;
    queue[end++] = i;
  };
  for (let begin = 0; begin < end; begin++) {
    const i = queue[begin];
    const label = out[i];
    const x = i % width;
    if (x > 0) reach(i - 1, label);
    if (x + 1 < width) reach(i + 1, label);
    if (i >= width) reach(i - width, label);
    if (i + width < out.length) reach(i + width, label);
  }
  return out;
}

/** Diameters of the disks of equal area, by label; entry 0 is 0. @param pixelSize nm a pixel; 1 for px */
export function diameters({ data, count }: LabelMap, pixelSize: number): Float64Array<ArrayBuffer> {
  const areas = new Float64Array(count + 1);
  for (let i = 0; i < data.length; i++) areas[data[i]]++;
  areas[0] = 0;
  return areas.map((area) => 2 * pixelSize * Math.sqrt(area / Math.PI));
}

/** Borders between groups of about as many particles each, at most `groups` of them, to two digits, ascending. */
export function sizeEdges(sizes: readonly number[], groups: number): number[] {
  const sorted = sizes.filter((size) => size > 0).sort((a, b) => a - b);
  const edges: number[] = [];
  for (let k = 1; k < groups; k++) {
    const edge = Number((sorted[Math.floor((k * sorted.length) / groups)] ?? 0).toPrecision(2));
    if (edge > (edges.at(-1) ?? 0) && edge > (sorted[0] ?? 0)) edges.push(edge);
  }
  return edges;
}

/** The group of a size: 0 below the first edge, up to the number of edges. */
export function sizeGroup(size: number, edges: readonly number[]): number {
  let group = 0;
  while (group < edges.length && size >= edges[group]) group++;
  return group;
}
