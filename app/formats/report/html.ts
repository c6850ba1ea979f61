import { histogramSvg, type ReportHistogram } from './histogram-svg.ts';

/** One measured quantity of a sample. Values in `unit`. */
export interface ReportMeasure {
  readonly title: string;
  readonly unit: string;
  readonly n: number;
  readonly mean: number;
  readonly deviation: number;
  readonly median: number;
  readonly lower: number;
  readonly upper: number;
}

export interface ReportSample {
  readonly name: string;
  /** "seed volume = 0.4 mL" */
  readonly conditions: readonly string[];
  readonly images: number;
  readonly particles: number;
  readonly measures: readonly ReportMeasure[];
  readonly histogram: ReportHistogram | null;
}

export interface ReportPicture {
  readonly title: string;
  readonly caption: string;
  /** A PNG file. */
  readonly png: Uint8Array;
}

export interface Report {
  readonly title: string;
  readonly program: string;
  readonly samples: readonly ReportSample[];
  readonly pictures: readonly ReportPicture[];
  readonly methods: string;
  /** What a reader should know before trusting the numbers. */
  readonly warnings: readonly string[];
  /** Rows of name and value: recipe, model, hashes. */
  readonly provenance: readonly (readonly [name: string, value: string])[];
}

/** Text safe inside HTML and attributes. */
export function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}

/** A mean with as many decimals as two digits of its deviation deserve. */
export function withDecimals(value: number, deviation: number): string {
  if (!Number.isFinite(value)) return '–';
  const spread = deviation > 0 && Number.isFinite(deviation) ? deviation : Math.abs(value) / 1000;
  const decimals = spread > 0 ? Math.max(0, Math.min(8, 1 - Math.floor(Math.log10(spread)))) : 0;
  return value.toFixed(decimals);
}

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** Bytes as base64 text. */
export function base64(bytes: Uint8Array): string {
  const parts: string[] = [];
  for (let i = 0; i < bytes.length; i += 3) {
    const left = Math.min(3, bytes.length - i);
    const word = (bytes[i] << 16) | ((left > 1 ? bytes[i + 1] : 0) << 8) | (left > 2 ? bytes[i + 2] : 0);
    parts.push(
      alphabet[word >> 18] +
        alphabet[(word >> 12) & 63] +
        (left > 1 ? alphabet[(word >> 6) & 63] : '=') +
        (left > 2 ? alphabet[word & 63] : '='),
    );
  }
  return parts.join('');
}

const style = `
:root { color-scheme: light; font: 15px/1.5 "Inter", "Segoe UI", system-ui, sans-serif; color: #1d1f22; }
body { max-width: 1040px; margin: 40px auto; padding: 0 24px; }
h1 { font-size: 26px; margin: 0 0 4px; } h2 { font-size: 18px; margin: 40px 0 8px; border-bottom: 1px solid #d9dce0; padding-bottom: 4px; }
p.quiet, figcaption, .conditions { color: #5a6068; }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; margin: 8px 0 16px; }
th, td { text-align: right; padding: 4px 10px; border-bottom: 1px solid #e6e8eb; } th:first-child, td:first-child { text-align: left; }
th { font-weight: 600; color: #5a6068; } .warning { border-left: 3px solid #c77700; background: #fff7e8; padding: 6px 12px; margin: 6px 0; }
.pictures { display: grid; grid-template-columns: repeat(auto-fill, minmax(300px, 1fr)); gap: 20px; } figure { margin: 0; } img { width: 100%; display: block; border-radius: 2px; }
.provenance td { text-align: left; word-break: break-all; } svg { max-width: 640px; height: auto; }
@media print { body { margin: 0; max-width: none; } h2 { break-after: avoid; } figure, table { break-inside: avoid; } }
`;

function measureRow(m: ReportMeasure): string {
  const relative = m.mean === 0 ? '–' : `${((100 * m.deviation) / Math.abs(m.mean)).toFixed(1)} %`;
  const text = (value: number) => withDecimals(value, m.deviation);
  return `<tr><td>${escapeHtml(m.title)}${m.unit === '' ? '' : ` (${escapeHtml(m.unit)})`}</td><td>${m.n}</td><td>${text(m.mean)}</td><td>${text(m.deviation)}</td><td>${relative}</td><td>${text(m.median)}</td><td>${text(m.lower)} – ${text(m.upper)}</td></tr>`;
}

function sampleSection(sample: ReportSample): string {
  const conditions =
    sample.conditions.length === 0 ? '' : `<p class="conditions">${sample.conditions.map(escapeHtml).join(' · ')}</p>`;
  const table =
    sample.particles === 0
      ? '<p>No particles.</p>'
      : `<table><thead><tr><th>Quantity</th><th>n</th><th>mean</th><th>s.d.</th><th>σ/d</th><th>median</th><th>quartiles</th></tr></thead><tbody>${sample.measures.map(measureRow).join('')}</tbody></table>`;
  const plot = sample.histogram === null ? '' : histogramSvg(sample.histogram);
  return `<section><h2>${escapeHtml(sample.name)}</h2>${conditions}<p class="quiet">${sample.particles} particles in ${sample.images} micrographs</p>${table}${plot}</section>`;
}

/** A report as one HTML file that needs nothing else: pictures and plots are inside. Deterministic. */
export function reportHtml(report: Report): string {
  const pictures = report.pictures.map(
    (p) =>
      `<figure><img alt="${escapeHtml(p.title)}" src="data:image/png;base64,${base64(p.png)}"><figcaption>${escapeHtml(p.caption)}</figcaption></figure>`,
  );
  const provenance = report.provenance.map(
    ([name, value]) => `<tr><td>${escapeHtml(name)}</td><td>${escapeHtml(value)}</td></tr>`,
  );
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escapeHtml(report.title)}</title><style>${style}</style></head>
<body><h1>${escapeHtml(report.title)}</h1><p class="quiet">Made with ${escapeHtml(report.program)}</p>
${report.warnings.map((w) => `<p class="warning">${escapeHtml(w)}</p>`).join('\n')}
${report.samples.map(sampleSection).join('\n')}
${pictures.length === 0 ? '' : `<section><h2>Micrographs</h2><div class="pictures">${pictures.join('\n')}</div></section>`}
<section><h2>Methods</h2><p>${escapeHtml(report.methods)}</p></section>
<section><h2>Where the numbers come from</h2><table class="provenance"><tbody>${provenance.join('')}</tbody></table></section>
</body></html>
`;
}
