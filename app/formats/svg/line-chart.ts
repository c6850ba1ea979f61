/** A line of a chart. Points that are not finite leave a gap. */
export interface ChartLine {
  readonly name: string;
  readonly x: readonly number[];
  readonly y: readonly number[];
  /** Drawn as a band of y - error to y + error. */
  readonly error?: readonly number[];
  readonly dashed?: boolean;
}

/** A vertical mark with a range. */
export interface ChartMark {
  readonly name: string;
  readonly x: number;
  readonly interval: readonly [number, number];
}

export interface LineChart {
  readonly title: string;
  /** With unit, as in "Edge length (nm)". */
  readonly xTitle: string;
  readonly yTitle: string;
  readonly lines: readonly ChartLine[];
  readonly marks?: readonly ChartMark[];
  readonly logX?: boolean;
  readonly logY?: boolean;
  /** Under the chart: n, what bands mean. */
  readonly note: string;
}

/** Okabe and Ito's colours, told apart also by the colour-blind. */
const colours = ['#0072b2', '#d55e00', '#009e73', '#cc79a7', '#e69f00', '#56b4e9', '#000000', '#f0e442'];
const [width, height] = [480, 340];
const area = { left: 62, right: 14, top: 30, bottom: 62 };

const escaped = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
const short = (v: number) => String(Number(v.toPrecision(6)));
const at = (v: number) => String(Math.round(v * 100) / 100);

/** Ticks at 1, 2 or 5 times a power of ten, about `count` of them; for logarithms over more than two powers at these alone. */
export function ticksOf(low: number, high: number, count: number, log: boolean): number[] {
  if (log && low > 0) {
    const powers = Math.log10(high / low);
    const ticks: number[] = [];
    for (let p = Math.floor(Math.log10(low)); p <= Math.log10(high); p++)
      for (const m of powers > 2 ? [1] : [1, 2, 5]) ticks.push(Number((m * 10 ** p).toPrecision(6)));
    const inside = ticks.filter((v) => v >= low * 0.999 && v <= high * 1.001);
    if (inside.length >= 2) return inside;
  }
  const raw = (high - low) / count;
  const power = 10 ** Math.floor(Math.log10(raw));
  const step = [1, 2, 5, 10].map((m) => m * power).find((s) => s >= raw * 0.999) ?? raw;
  const first = Math.ceil(low / step - 1e-9);
  const last = Math.floor(high / step + 1e-9);
  return Array.from({ length: last - first + 1 }, (_, i) => Number(((first + i) * step).toPrecision(12)));
}

/** Where values of an axis stand on the page. */
function axis(values: readonly number[], from: number, to: number, log: boolean) {
  const finite = values.filter((v) => Number.isFinite(v) && (!log || v > 0));
  let low = Math.min(...finite);
  let high = Math.max(...finite);
  if (finite.length === 0) [low, high] = [log ? 1 : 0, log ? 10 : 1];
  if (low === high) [low, high] = log ? [low / 2, high * 2] : [low - 0.5, high + 0.5];
  const t = (v: number) => (log ? Math.log(v) : v);
  const room = 0.04 * (t(high) - t(low));
  const [a, b] = [t(low) - room, t(high) + room];
  return { low, high, place: (v: number) => from + ((t(v) - a) / (b - a)) * (to - from) };
}

/** A chart of lines as an SVG file of journal width, to be opened by any browser or drawing program. The same data give the same text. */
export function lineChart(chart: LineChart): string {
  const [logX, logY] = [chart.logX === true, chart.logY === true];
  const bottom = height - area.bottom;
  const right = width - area.right;
  const x = axis(
    chart.lines.flatMap((l) => l.x),
    area.left,
    right,
    logX,
  );
  const reach = chart.lines.flatMap((l) => l.y.flatMap((v, i) => [v - (l.error?.[i] ?? 0), v + (l.error?.[i] ?? 0)]));
  const y = axis(reach, bottom, area.top, logY);
  const parts = [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="Inter, Helvetica, Arial, sans-serif" font-size="11" fill="#1a1a1a">`,
    `<title>${escaped(chart.title)}</title>`,
    `<rect width="${width}" height="${height}" fill="#ffffff"/>`,
    `<text x="${area.left}" y="18" font-size="12" font-weight="600">${escaped(chart.title)}</text>`,
  ];
  for (const v of ticksOf(x.low, x.high, 6, logX)) {
    const px = at(x.place(v));
    parts.push(
      `<path d="M${px} ${bottom}v4" stroke="#1a1a1a"/><text x="${px}" y="${bottom + 16}" text-anchor="middle">${short(v)}</text>`,
    );
  }
  for (const v of ticksOf(y.low, y.high, 5, logY)) {
    const py = y.place(v);
    parts.push(
      `<path d="M${area.left} ${at(py)}H${right}" stroke="#e6e6e6"/><text x="${area.left - 6}" y="${at(py + 4)}" text-anchor="end">${short(v)}</text>`,
    );
  }
  parts.push(`<path d="M${area.left} ${area.top}V${bottom}H${right}" fill="none" stroke="#1a1a1a"/>`);
  for (const mark of chart.marks ?? []) {
    const [a, m, b] = [mark.interval[0], mark.x, mark.interval[1]].map((v) => x.place(v));
    parts.push(
      `<rect x="${at(a)}" y="${area.top}" width="${at(Math.max(1, b - a))}" height="${bottom - area.top}" fill="#999999" fill-opacity="0.18"/>`,
      `<path d="M${at(m)} ${area.top}V${bottom}" stroke="#666666" stroke-dasharray="2 3"/>`,
      `<text x="${at(m + 4)}" y="${area.top + 10}" fill="#444444">${escaped(mark.name)}</text>`,
    );
  }
  chart.lines.forEach((line, i) => {
    parts.push(...drawn(line, colours[i % colours.length], x.place, y.place, logY));
  });
  chart.lines.forEach((line, i) => {
    const ly = bottom - 8 - 14 * (chart.lines.length - 1 - i);
    const dash = line.dashed === true ? ' stroke-dasharray="5 3"' : '';
    parts.push(
      `<path d="M${area.left + 8} ${ly - 4}h18" stroke="${colours[i % colours.length]}" stroke-width="2"${dash}/><text x="${area.left + 31}" y="${ly}">${escaped(line.name)}</text>`,
    );
  });
  parts.push(
    `<text x="${(area.left + right) / 2}" y="${bottom + 34}" text-anchor="middle">${escaped(chart.xTitle)}</text>`,
    `<text transform="translate(14 ${(area.top + bottom) / 2}) rotate(-90)" text-anchor="middle">${escaped(chart.yTitle)}</text>`,
    `<text x="${area.left}" y="${height - 8}" font-size="9" fill="#555555">${escaped(chart.note)}</text>`,
    '</svg>',
    '',
  );
  return parts.join('\n');
}

type Place = (v: number) => number;

/** A line with its band, in pieces where points are missing. */
function drawn(line: ChartLine, colour: string, px: Place, py: Place, logY: boolean): string[] {
  const out: string[] = [];
  let piece: number[] = [];
  const close = () => {
    if (piece.length === 0) return;
    const point = (i: number, shift: number) =>
      `${at(px(line.x[i]))} ${at(py(line.y[i] + shift * (line.error?.[i] ?? 0)))}`;
    if (line.error !== undefined) {
      const ways = [...piece.map((i) => point(i, 1)), ...piece.toReversed().map((i) => point(i, -1))];
      out.push(`<path d="M${ways.join('L')}Z" fill="${colour}" fill-opacity="0.15"/>`);
    }
    const dash = line.dashed === true ? ' stroke-dasharray="5 3"' : '';
    out.push(
      `<path d="M${piece.map((i) => point(i, 0)).join('L')}" fill="none" stroke="${colour}" stroke-width="1.8"${dash}/>`,
    );
    if (line.dashed !== true)
      out.push(
        ...piece.map((i) => `<circle cx="${at(px(line.x[i]))}" cy="${at(py(line.y[i]))}" r="2.2" fill="${colour}"/>`),
      );
    piece = [];
  };
  line.x.forEach((_, i) => {
    const error = line.error?.[i] ?? 0;
    if (Number.isFinite(line.y[i] + error) && (!logY || line.y[i] - error > 0)) piece.push(i);
    else close();
  });
  close();
  return out;
}
