import { useStore } from 'zustand';
import type { Place } from '../../state/annotations.ts';
import { reviewStore } from '../../state/labels/review.ts';
import { layoutStore } from '../../state/layout.ts';
import { roomStore } from '../../state/room.ts';
import type { PlaneRef } from '../../state/selection.ts';
import type { Sketch } from '../../tools/tool.ts';

/** White on a dark edge is seen on every micrograph and every class, in both themes. */
const tone = '#fff';

type Project = (at: Place) => Place;

const pointsOf = (places: readonly Place[], project: Project) =>
  places
    .map(project)
    .map(({ x, y }) => `${x},${y}`)
    .join(' ');

/** A line that grows click by click: what is set, and how it would go on to the pointer. */
export function PathSketch({
  sketch,
  project,
}: {
  readonly sketch: Extract<Sketch, { kind: 'path' }>;
  readonly project: Project;
}) {
  const set = pointsOf(sketch.set, project);
  const loose = pointsOf(sketch.loose, project);
  const handles = sketch.handles.map(project);
  return (
    <g fill="none" strokeLinejoin="round" strokeLinecap="round">
      <polyline points={set} stroke="#000" strokeOpacity={0.55} strokeWidth={3.5} />
      <polyline points={loose} stroke="#000" strokeOpacity={0.4} strokeWidth={3} />
      <polyline points={set} stroke={tone} strokeWidth={1.5} />
      <polyline points={loose} stroke={tone} strokeWidth={1.5} strokeDasharray="5 4" />
      {handles.map(({ x, y }, i) => (
        <circle
          key={i}
          cx={x}
          cy={y}
          r={i === 0 ? 4.5 : 3}
          fill={i === 0 ? '#000' : tone}
          fillOpacity={i === 0 ? 0.35 : 1}
          stroke={i === 0 ? tone : '#000'}
          strokeOpacity={i === 0 ? 1 : 0.55}
          strokeWidth={1.25}
        />
      ))}
    </g>
  );
}

/** An ellipse in the box between two corners. */
export function EllipseSketch({
  sketch,
  project,
}: {
  readonly sketch: Extract<Sketch, { kind: 'ellipse' }>;
  readonly project: Project;
}) {
  const a = project(sketch.a);
  const b = project(sketch.b);
  return (
    <ellipse
      cx={(a.x + b.x) / 2}
      cy={(a.y + b.y) / 2}
      rx={Math.abs(b.x - a.x) / 2}
      ry={Math.abs(b.y - a.y) / 2}
      fill={tone}
      fillOpacity={0.12}
      stroke={tone}
      strokeWidth={1.25}
    />
  );
}

const arm = 9;
const gap = 3;

/** Where the arrow keys have led the pointer; no mouse shows it. */
export function KeyCursor({ at: { x, y } }: { readonly at: Place }) {
  const cross = `M${x - arm} ${y}h${arm - gap}M${x + gap} ${y}h${arm - gap}M${x} ${y - arm}v${arm - gap}M${x} ${y + gap}v${arm - gap}`;
  return (
    <g fill="none" strokeLinecap="round">
      <title>Keyboard cursor</title>
      <path d={cross} stroke="#000" strokeOpacity={0.7} strokeWidth={4} />
      <path d={cross} stroke="#fff" strokeWidth={1.75} />
    </g>
  );
}

/** Free image px around what is reviewed. */
const air = 4;

/** What is looked at in the review queue: the particle may be one that only the model has, and so is drawn nowhere else. */
export function ReviewBox({ plane, project }: { readonly plane: PlaneRef; readonly project: Project }) {
  const item = useStore(reviewStore, (s) => (s.at === null || s.unit === 'frames' ? undefined : s.items[s.at]));
  const inRoom = useStore(roomStore, (s) => s.roomId === 'label');
  const inTab = useStore(layoutStore, (s) => s.labelling.tab === 'review');
  if (!inRoom || !inTab || item === undefined || item.imageId !== plane.imageId || item.frame !== plane.frame)
    return null;
  const { x, y, width, height } = item.box;
  const a = project({ x: x - air, y: y - air });
  const b = project({ x: x + width + air, y: y + height + air });
  const box = { x: a.x, y: a.y, width: b.x - a.x, height: b.y - a.y, rx: 3, fill: 'none' };
  return (
    <g>
      <title>{item.reason}</title>
      <rect {...box} stroke="#000" strokeOpacity={0.55} strokeWidth={3.5} />
      <rect {...box} stroke={tone} strokeWidth={1.5} strokeDasharray="6 4" />
    </g>
  );
}
