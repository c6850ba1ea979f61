import { styled } from '@mui/material/styles';
import { useStore } from 'zustand';
import { annotationStore, type Distance, distancesOn, type Place } from '../../state/annotations.ts';
import { stageStore } from '../../state/stage.ts';
import { scaleBarTool, toolStore } from '../../state/tool.ts';
import { viewStore } from '../../state/view.ts';
import type { Sketch } from '../../tools/tool.ts';
import { significant, thinSpace } from '../../ui/quantity.ts';
import { colour } from '../../ui/tokens.ts';
import { barOn } from './act.ts';
import { EllipseSketch, KeyCursor, PathSketch, ReviewBox } from './label-sketch.tsx';
import { type Live, liveStore, onStage, type Pane } from './live.ts';
import { type Measured, measured } from './read-out.ts';
import { squareOfPane } from './spectra.ts';

const Drawing = styled('svg')({
  position: 'absolute',
  inset: 0,
  width: '100%',
  height: '100%',
  pointerEvents: 'none',
  fontSize: 12,
  fontVariantNumeric: 'tabular-nums',
});

type Project = (at: Place) => Place;

/** A line that is seen on dark and on bright ground: dark below, coloured above. */
function Line({
  a,
  b,
  tone,
  dash,
}: {
  readonly a: Place;
  readonly b: Place;
  readonly tone: string;
  readonly dash?: string;
}) {
  const ends = { x1: a.x, y1: a.y, x2: b.x, y2: b.y };
  return (
    <>
      <line {...ends} stroke="#000" strokeOpacity={0.55} strokeWidth={3.5} strokeLinecap="round" />
      <line {...ends} stroke={tone} strokeWidth={1.5} strokeLinecap="round" strokeDasharray={dash} />
    </>
  );
}

function Handle({ at, tone }: { readonly at: Place; readonly tone: string }) {
  return <circle cx={at.x} cy={at.y} r={4} fill="#000" fillOpacity={0.35} stroke={tone} strokeWidth={1.5} />;
}

/** Half the size of a plate that holds `text`, CSS px. */
const plateHalf = (text: string) => ({ width: text.length * 3.2 + 6, height: 10 });

/** Text on a plate; `at` is its middle. */
function Plate({ at, text }: { readonly at: Place; readonly text: string }) {
  const half = plateHalf(text);
  return (
    <g transform={`translate(${Math.round(at.x)} ${Math.round(at.y)})`}>
      <rect
        x={-half.width}
        y={-half.height}
        width={half.width * 2}
        height={half.height * 2}
        rx={4}
        fill="#000"
        fillOpacity={0.68}
      />
      <text textAnchor="middle" dominantBaseline="central" fill="#fff">
        {text}
      </text>
    </g>
  );
}

/** Where a plate stands beside the line from `a` to `b`: above it, clear of it whatever its slope. */
function besideLine(a: Place, b: Place, text: string): Place {
  const long = Math.hypot(b.x - a.x, b.y - a.y) || 1;
  const side = b.x >= a.x ? 1 : -1;
  const normal = { x: (side * (b.y - a.y)) / long, y: (-side * (b.x - a.x)) / long };
  const half = plateHalf(text);
  const away = Math.abs(normal.x) * half.width + Math.abs(normal.y) * half.height + 7;
  return { x: (a.x + b.x) / 2 + normal.x * away, y: (a.y + b.y) / 2 + normal.y * away };
}

/** "12.3 nm · 456.7 px · 12.3°" */
export function measuredText({ pixels, calibrated, angle }: Measured): string {
  const px = `${significant(pixels, 4)}${thinSpace}px`;
  const size = calibrated === null ? px : `${calibrated.value}${thinSpace}${calibrated.unit} · ${px}`;
  return `${size} · ${angle.toFixed(1).replace('-', '−')}°`;
}

function DistanceLine({
  distance,
  pane,
  project,
  chosen,
}: {
  readonly distance: Pick<Distance, 'a' | 'b'>;
  readonly pane: Pane;
  readonly project: Project;
  readonly chosen: boolean;
}) {
  const a = project(distance.a);
  const b = project(distance.b);
  const tone = chosen ? 'var(--ms-accent)' : '#ffd24a';
  const text = measuredText(measured(pane.image.calibration, distance.a, distance.b));
  return (
    <g>
      <title>{`Distance ${text}`}</title>
      <Line a={a} b={b} tone={tone} />
      <Handle at={a} tone={tone} />
      <Handle at={b} tone={tone} />
      <Plate at={besideLine(a, b, text)} text={text} />
    </g>
  );
}

function Bar({ pane, project }: { readonly pane: Pane; readonly project: Project }) {
  const tool = useStore(toolStore, (s) => s.toolId);
  useStore(toolStore, (s) => s.bar);
  const bar = tool === scaleBarTool ? barOn(pane) : null;
  if (bar === null) return null;
  const a = project(bar);
  const b = project({ x: bar.x + bar.length, y: bar.y });
  const tick = (at: Place) => (
    <Line a={{ x: at.x, y: at.y - 9 }} b={{ x: at.x, y: at.y + 9 }} tone="var(--ms-accent)" />
  );
  // its length stands in the inspector; a plate here would hide what is written beside the bar
  return (
    <g>
      <title>{`Scale bar of ${significant(bar.length)}${thinSpace}px`}</title>
      <Line a={a} b={b} tone="var(--ms-accent)" />
      {tick(a)}
      {tick(b)}
    </g>
  );
}

function SketchShape({
  sketch,
  pane,
  project,
}: {
  readonly sketch: Sketch;
  readonly pane: Pane;
  readonly project: Project;
}) {
  const tool = useStore(toolStore, (s) => s.toolId);
  if (sketch.kind === 'line') {
    if (tool !== scaleBarTool) return <DistanceLine distance={sketch} pane={pane} project={project} chosen />;
    return <Line a={project(sketch.a)} b={project(sketch.b)} tone="var(--ms-accent)" />;
  }
  if (sketch.kind === 'path') return <PathSketch sketch={sketch} project={project} />;
  if (sketch.kind === 'ellipse') return <EllipseSketch sketch={sketch} project={project} />;
  const points = sketch.points.map(project).map(({ x, y }) => `${x},${y}`);
  return (
    <polygon
      points={points.join(' ')}
      fill={colour.accent}
      fillOpacity={0.12}
      stroke={colour.accent}
      strokeWidth={1.25}
    />
  );
}

/** The square whose spectrum is shown. */
function SpectrumSquare({ pane, project }: { readonly pane: Pane; readonly project: Project }) {
  const chosen = useStore(stageStore, (s) => s.spectrumRegion);
  const square = squareOfPane(pane);
  if (square === null) return null;
  const a = project(square);
  const b = project({ x: square.x + square.side, y: square.y + square.side });
  const box = { x: a.x, y: a.y, width: b.x - a.x, height: b.y - a.y, fill: 'none' };
  return (
    <g>
      <title>{`Spectrum of a square of ${square.side} px`}</title>
      <rect {...box} stroke="#000" strokeOpacity={0.5} strokeWidth={3} />
      <rect
        {...box}
        stroke={chosen === null ? '#fff' : 'var(--ms-accent)'}
        strokeWidth={1.25}
        strokeDasharray={chosen === null ? '5 4' : undefined}
      />
    </g>
  );
}

/** The ring of one spacing around the middle of a spectrum. */
function Ring({ pane, project }: { readonly pane: Pane; readonly project: Project }) {
  const spacing = useStore(stageStore, (s) => s.ringSpacing);
  if (spacing === null) return null;
  const { width, height, calibration } = pane.image;
  const middle = project({ x: width / 2 + 0.5, y: height / 2 + 0.5 });
  const rx = calibration.x === null ? width / spacing : 1 / spacing / calibration.x;
  const ry = calibration.y === null ? height / spacing : 1 / spacing / calibration.y;
  const edge = project({ x: width / 2 + 0.5 + rx, y: height / 2 + 0.5 + ry });
  const ring = { cx: middle.x, cy: middle.y, rx: edge.x - middle.x, ry: edge.y - middle.y, fill: 'none' };
  return (
    <g>
      <title>Ring of the chosen spacing</title>
      <ellipse {...ring} stroke="#000" strokeOpacity={0.5} strokeWidth={3} />
      <ellipse {...ring} stroke="#ffd24a" strokeWidth={1.25} />
    </g>
  );
}

function PaneDrawing({ pane, live }: { readonly pane: Pane; readonly live: Live }) {
  const annotations = useStore(annotationStore);
  const fft = useStore(viewStore, (s) => s.fft);
  const project: Project = (at) => onStage(live, pane, at);
  const { clip } = pane;
  const box = [clip.x, clip.y, clip.width, clip.height].map((v) => v / live.ratio);
  const mine = live.pointer?.pane === pane.id || (live.pointer === null && pane.id === 'a');
  return (
    <g clipPath={`url(#stage-clip-${pane.id})`}>
      <clipPath id={`stage-clip-${pane.id}`}>
        <rect x={box[0]} y={box[1]} width={box[2]} height={box[3]} />
      </clipPath>
      {pane.id === 'spectrum' ? (
        <Ring pane={pane} project={project} />
      ) : (
        <>
          {fft && pane.id === 'a' ? <SpectrumSquare pane={pane} project={project} /> : null}
          {distancesOn(annotations, pane.plane).map((distance) => (
            <DistanceLine
              key={distance.id}
              distance={distance}
              pane={pane}
              project={project}
              chosen={distance.id === annotations.chosen}
            />
          ))}
          <Bar pane={pane} project={project} />
          {pane.id === 'a' ? <ReviewBox plane={pane.plane} project={project} /> : null}
        </>
      )}
      {live.sketch !== null && mine ? <SketchShape sketch={live.sketch} pane={pane} project={project} /> : null}
      {live.byKeys && live.pointer?.pane === pane.id ? <KeyCursor at={live.pointer} /> : null}
    </g>
  );
}

/** Lines, squares and rings over the image; hidden with the overlays while H is held. */
export function AnnotationLayer() {
  const live = useStore(liveStore);
  const peek = useStore(viewStore, (s) => s.peek);
  if (peek) return null;
  return (
    <Drawing aria-label="Annotations" role="group">
      {live.panes.map((pane) =>
        pane.frame === null && pane.glance === null ? null : <PaneDrawing key={pane.id} pane={pane} live={live} />,
      )}
    </Drawing>
  );
}
