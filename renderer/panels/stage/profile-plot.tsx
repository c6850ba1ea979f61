import { styled } from '@mui/material/styles';
import { useMemo } from 'react';
import { useStore } from 'zustand';
import { annotationStore, chooseDistance, distancesOn } from '../../state/annotations.ts';
import { viewStore } from '../../state/view.ts';
import { IconButton } from '../../ui/button.tsx';
import { significant, thinSpace } from '../../ui/quantity.ts';
import { colour } from '../../ui/tokens.ts';
import { liveStore, paneOf } from './live.ts';
import { profileAlong } from './profile.ts';
import { measured } from './read-out.ts';

const width = 300;
const height = 84;

const Panel = styled('section')({
  position: 'absolute',
  right: 8,
  bottom: 12,
  width: width + 24,
  padding: '0 12px 8px',
  borderRadius: 6,
  backgroundColor: colour.panel,
  boxShadow: colour.shadow,
  fontSize: 12,
});
const Head = styled('header')({ display: 'flex', alignItems: 'center', height: 30, marginRight: -8 });
const Title = styled('h2')({ flex: '1 1 auto', fontSize: 12, fontWeight: 600 });
const Scale = styled('div')({
  display: 'flex',
  justifyContent: 'space-between',
  color: colour.muted,
  lineHeight: '16px',
});

interface Curve {
  readonly path: string;
  readonly low: number;
  readonly high: number;
}

/** The values as a path in the box, spanning from their least to their largest. */
function curveOf(values: Float64Array): Curve {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const v of values) {
    if (v < low) low = v;
    if (v > high) high = v;
  }
  let path = '';
  let pen = 'M';
  for (let i = 0; i < values.length; i++) {
    if (Number.isNaN(values[i])) {
      pen = 'M';
      continue;
    }
    const x = (i / (values.length - 1)) * width;
    const y = height - 2 - ((values[i] - low) / (high - low || 1)) * (height - 4);
    path += `${pen}${x.toFixed(1)} ${y.toFixed(1)}`;
    pen = 'L';
  }
  return { path, low, high };
}

/** Grey values along the chosen distance. */
export function ProfilePlot() {
  const annotations = useStore(annotationStore);
  const pane = useStore(liveStore, (s) => paneOf(s, 'a'));
  const peek = useStore(viewStore, (s) => s.peek);
  const distance = distancesOn(annotations, pane?.plane ?? null).find(({ id }) => id === annotations.chosen);
  const frame = pane?.frame ?? null;
  const curve = useMemo(
    () => (frame === null || distance === undefined ? null : curveOf(profileAlong(frame, distance.a, distance.b))),
    [frame, distance],
  );
  if (curve === null || pane === undefined || distance === undefined || peek) return null;
  const { calibrated, pixels } = measured(pane.image.calibration, distance.a, distance.b);
  const end =
    calibrated === null ? `${significant(pixels)}${thinSpace}px` : `${calibrated.value}${thinSpace}${calibrated.unit}`;
  return (
    <Panel aria-label="Profile">
      <Head>
        <Title>Profile along the line</Title>
        <IconButton icon="close" label="Hide the profile" onClick={() => chooseDistance(null)} />
      </Head>
      <svg
        width={width}
        height={height}
        role="img"
        aria-label="Grey values along the line"
        style={{ display: 'block' }}
      >
        <rect width={width} height={height} rx={3} fill={colour.stage} />
        <path d={curve.path} fill="none" stroke={colour.accent} strokeWidth={1.25} strokeLinejoin="round" />
      </svg>
      <Scale>
        <span>0</span>
        <span>
          {significant(curve.low, 5)} to {significant(curve.high, 5)}
        </span>
        <span>{end}</span>
      </Scale>
    </Panel>
  );
}
