import type { HistogramModel, Series } from '../../state/plot.ts';
import { type Axis, toPixels } from '../../state/plot-axis.ts';
import { LeftAxis } from '../../ui/axes.tsx';
import { colour, groupColours } from '../../ui/tokens.ts';

const grey = '#8b9198';
const nothing = new Uint32Array(0);

/** Selected particles in each bin, by series; null = none. */
type Chosen = ReadonlyMap<number, Uint32Array> | null;

export const seriesColour = ({ group }: Pick<Series, 'group'>): string =>
  group < 0 ? grey : groupColours[group % groupColours.length];

function highest(counts: Uint32Array): number {
  let most = 0;
  for (const count of counts) if (count > most) most = count;
  return most;
}

/** Bars as one path; a gap of one px between them while they are wide enough. */
function barsPath(counts: Uint32Array, edges: Float64Array, x: Axis, y: Axis): string {
  let path = '';
  const floor = toPixels(y, 0);
  for (let i = 0; i < counts.length; i++) {
    if (counts[i] === 0) continue;
    const from = toPixels(x, edges[i]);
    const to = toPixels(x, edges[i + 1]);
    const gap = to - from > 4 ? 1 : 0;
    path += `M${from.toFixed(2)} ${floor}V${toPixels(y, counts[i]).toFixed(2)}H${(to - gap).toFixed(2)}V${floor}Z`;
  }
  return path;
}

function curvePath({ fit }: Series, x: Axis, y: Axis): string {
  if (fit === null) return '';
  const { mean, sd, height } = fit;
  let path = '';
  for (let px = Math.ceil(x.from); px <= x.to; px += 2) {
    const value = x.low + ((px - x.from) / (x.to - x.from)) * (x.high - x.low);
    const count = height * Math.exp(-((value - mean) ** 2) / (2 * sd * sd));
    path += `${path === '' ? 'M' : 'L'}${px} ${toPixels(y, count).toFixed(2)}`;
  }
  return path;
}

interface PanelProps {
  readonly series: readonly Series[];
  readonly edges: Float64Array;
  readonly x: Axis;
  readonly top: number;
  readonly floor: number;
  readonly showFit: boolean;
  readonly title: string;
  readonly chosen: Chosen;
}

function Panel({ series, edges, x, top, floor, showFit, title, chosen }: PanelProps) {
  const counts = Math.max(1, ...series.map(({ histogram }) => highest(histogram.counts)));
  const fits = showFit ? Math.max(0, ...series.map(({ fit }) => fit?.height ?? 0)) : 0;
  const y: Axis = { low: 0, high: Math.max(counts, Math.min(fits, counts * 1.5)) * 1.05, from: floor, to: top };
  const several = series.length > 1;
  return (
    <g>
      <LeftAxis
        axis={y}
        x={x.from}
        right={x.to}
        title={title}
        most={Math.max(1, Math.min(5, Math.floor((floor - top) / 36)))}
      />
      {series.map((one) => (
        <path
          key={one.group}
          d={barsPath(one.histogram.counts, edges, x, y)}
          fill={seriesColour(one)}
          fillOpacity={several ? 0.42 : 0.75}
        />
      ))}
      {chosen === null
        ? null
        : series.map((one) => (
            <path
              key={one.group}
              d={barsPath(chosen.get(one.group) ?? nothing, edges, x, y)}
              fill={one.group < 0 ? colour.accent : seriesColour(one)}
              data-screen-only=""
            />
          ))}
      {showFit
        ? series.map((one) => (
            <path
              key={one.group}
              d={curvePath(one, x, y)}
              fill="none"
              stroke={one.group < 0 ? colour.text : seriesColour(one)}
              strokeWidth={1.5}
            />
          ))
        : null}
    </g>
  );
}

/** Bars, fits and the dragged range of a histogram: in one panel, or in one below the other. */
export function HistogramBars({
  model,
  axis,
  top,
  floor,
  multiples,
  showFit,
  chosen,
  range,
}: {
  readonly model: HistogramModel;
  readonly axis: Axis;
  readonly top: number;
  readonly floor: number;
  readonly multiples: boolean;
  readonly showFit: boolean;
  readonly chosen: Chosen;
  readonly range: readonly [number, number] | null;
}) {
  const panels = multiples ? model.series.map((one) => [one]) : [model.series];
  const each = (floor - top) / Math.max(1, panels.length);
  const common = { edges: model.edges, x: axis, showFit };
  return (
    <>
      {panels.map((series, i) => (
        <g key={series[0]?.group ?? i}>
          <Panel
            {...common}
            series={series}
            top={top + i * each + (multiples ? 26 : 0)}
            floor={top + (i + 1) * each}
            title={multiples ? '' : 'Particles'}
            chosen={chosen}
          />
          {multiples ? (
            <text x={axis.from + 8} y={top + i * each + 20} fontSize={12} fontWeight={500} fill={colour.text}>
              {series[0].name}
            </text>
          ) : null}
        </g>
      ))}
      {range === null ? null : (
        <g data-screen-only="">
          <rect
            x={toPixels(axis, range[0])}
            width={Math.max(1, toPixels(axis, range[1]) - toPixels(axis, range[0]))}
            y={top}
            height={floor - top}
            fill={colour.accent}
            fillOpacity={0.12}
          />
          {range.map((value, i) => (
            <line
              key={i === 0 ? 'low' : 'high'}
              x1={toPixels(axis, value)}
              x2={toPixels(axis, value)}
              y1={top}
              y2={floor}
              stroke={colour.accent}
            />
          ))}
        </g>
      )}
    </>
  );
}
