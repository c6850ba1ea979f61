import { keyframes } from '@emotion/react';
import { styled } from '@mui/material/styles';
import { colour } from './tokens.ts';

const Track = styled('div')({
  position: 'relative',
  height: 3,
  borderRadius: 2,
  overflow: 'hidden',
  backgroundColor: colour.line,
  flex: '1 1 auto',
  minWidth: 40,
});
const Fill = styled('div')({
  position: 'absolute',
  inset: 0,
  backgroundColor: colour.accent,
  transformOrigin: 'left',
  transition: 'transform 120ms linear',
});
const slide = keyframes({ from: { transform: 'translateX(-40%)' }, to: { transform: 'translateX(250%)' } });
const Unsure = styled('div')({
  position: 'absolute',
  inset: '0 60% 0 0',
  backgroundColor: colour.accent,
  animation: `${slide} 1.1s linear infinite`,
});

/** How far something is, 0..1; null while that can't be said. */
export function Progress({ value, label }: { readonly value: number | null; readonly label: string }) {
  return (
    <Track
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      {...(value === null ? {} : { 'aria-valuenow': Math.round(value * 100) })}
    >
      {value === null ? <Unsure /> : <Fill style={{ transform: `scaleX(${value})` }} />}
    </Track>
  );
}
