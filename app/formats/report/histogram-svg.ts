/** Counts between edges (edges.length = counts.length + 1) with the normal curve of the same mean and deviation. */
export interface ReportHistogram {
  /** Axis title with unit: "Equivalent diameter (nm)". */
  readonly title: string;
  readonly edges: readonly number[];
  readonly counts: readonly number[];
  readonly n: number;
  readonly mean: number;
  readonly deviation: number;
}

const [width, height, left, bottom, top, right] = [640, 260, 52, 44, 14, 14];

/** Tick positions of a 1-2-5 series that cover [low, high] with about `wanted` steps. */
export function niceTicks(low: number, high: number, wanted: number): number[] {
  if (!(high > low)) return [low];
  const raw = (high - low) / wanted;
  const power = 10 ** Math.floor(Math.log10(raw));
  const step = power * ([1, 2, 5, 10].find((m) => m * power >= raw) ?? 10);
  const ticks: number[] = [];
  for (let i = Math.ceil(low / step - 1e-9); i * step <= high * (1 + 1e-12) + 1e-12; i++)
    ticks.push(Number((i * step).toPrecision(12)));
  return ticks;
}

const text = (title: string) => title.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
const p = (v: number) => Number(v.toFixed(2));

/** A histogram with its normal curve as an SVG element. */
export function histogramSvg(h: ReportHistogram): string {
  const x0 = h.edges[0];
  const x1 = h.edges[h.edges.length - 1];
  const curve = (x: number) => {
    const binWidth = (x1 - x0) / h.counts.length;
    return (
      ((h.n * binWidth) / (h.deviation * Math.sqrt(2 * Math.PI))) * Math.exp(-0.5 * ((x - h.mean) / h.deviation) ** 2)
    );
  };
  const peak = Math.max(1, ...h.counts, h.deviation > 0 ? curve(h.mean) : 0);
  const px = (x: number) => left + ((x - x0) / (x1 - x0 || 1)) * (width - left - right);
  const py = (y: number) => height - bottom - (y / (peak * 1.05)) * (height - bottom - top);
  const bars = h.counts.map((count, i) => {
    const [a, b] = [px(h.edges[i]), px(h.edges[i + 1])];
    return count === 0
      ? ''
      : `<rect x="${p(a)}" y="${p(py(count))}" width="${p(Math.max(0.5, b - a - 1))}" height="${p(py(0) - py(count))}" fill="#56b4e9"/>`;
  });
  const points =
    h.deviation > 0
      ? Array.from({ length: 121 }, (_, i) => x0 + ((x1 - x0) * i) / 120).map((x) => `${p(px(x))},${p(py(curve(x)))}`)
      : [];
  const line =
    points.length === 0
      ? ''
      : `<polyline points="${points.join(' ')}" fill="none" stroke="#d55e00" stroke-width="1.6"/>`;
  const xTicks = niceTicks(x0, x1, 6).map(
    (t) =>
      `<line x1="${p(px(t))}" x2="${p(px(t))}" y1="${p(py(0))}" y2="${p(py(0) + 4)}" stroke="#5a6068"/><text x="${p(px(t))}" y="${p(py(0) + 17)}" text-anchor="middle">${t}</text>`,
  );
  const yTicks = niceTicks(0, peak, 4)
    .filter(Number.isInteger)
    .map(
      (t) =>
        `<line x1="${left - 4}" x2="${left}" y1="${p(py(t))}" y2="${p(py(t))}" stroke="#5a6068"/><text x="${left - 8}" y="${p(py(t) + 4)}" text-anchor="end">${t}</text>`,
    );
  return `<svg viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="Histogram of ${text(h.title)}, n = ${h.n}" font-family="Inter, Segoe UI, sans-serif" font-size="12" fill="#3a3f45"><line x1="${left}" x2="${width - right}" y1="${p(py(0))}" y2="${p(py(0))}" stroke="#5a6068"/><line x1="${left}" x2="${left}" y1="${top}" y2="${p(py(0))}" stroke="#5a6068"/>${bars.join('')}${line}${xTicks.join('')}${yTicks.join('')}<text x="${(left + width - right) / 2}" y="${height - 6}" text-anchor="middle">${text(h.title)}</text><text x="14" y="${(height - bottom + top) / 2}" text-anchor="middle" transform="rotate(-90 14 ${(height - bottom + top) / 2})">Particles</text></svg>`;
}
