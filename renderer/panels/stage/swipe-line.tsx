import { styled } from '@mui/material/styles';
import type { PointerEvent } from 'react';
import { useStore } from 'zustand';
import { setView, viewStore } from '../../state/view.ts';
import { colour } from '../../ui/tokens.ts';

const Grip = styled('div')({
  position: 'absolute',
  top: 0,
  bottom: 0,
  width: 13,
  marginLeft: -6,
  cursor: 'ew-resize',
  touchAction: 'none',
  '&::before': {
    content: '""',
    position: 'absolute',
    top: 0,
    bottom: 0,
    left: 5,
    width: 2,
    backgroundColor: '#fff',
    boxShadow: '0 0 0 1px rgba(0, 0, 0, 0.5)',
  },
  '&::after': {
    content: '"‹ ›"',
    position: 'absolute',
    top: '50%',
    left: -9,
    width: 30,
    height: 30,
    marginTop: -15,
    borderRadius: 15,
    lineHeight: '28px',
    textAlign: 'center',
    backgroundColor: '#fff',
    color: '#222',
    fontWeight: 700,
    boxShadow: '0 0 0 1px rgba(0, 0, 0, 0.4)',
  },
  '&:focus-visible': { outline: 'none', '&::after': { boxShadow: `0 0 0 2px ${colour.accent}` } },
});

/** Part of the width that an arrow key moves the line by. */
const step = 0.02;

/** The line between A and B while they are swiped. */
export function SwipeLine() {
  const swipe = useStore(viewStore, (s) => s.swipe);
  const on = useStore(viewStore, (s) => s.compare === 'swipe' && !s.fft);
  if (!on) return null;
  const drag = (event: PointerEvent<HTMLDivElement>) => {
    if (!event.currentTarget.hasPointerCapture(event.pointerId)) return;
    const box = event.currentTarget.parentElement?.getBoundingClientRect();
    if (box !== undefined) setView({ swipe: Math.min(1, Math.max(0, (event.clientX - box.left) / box.width)) });
  };
  return (
    <Grip
      role="slider"
      aria-label="Swipe between A and B"
      aria-orientation="horizontal"
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={Math.round(swipe * 100)}
      tabIndex={0}
      style={{ left: `${swipe * 100}%` }}
      onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
      onPointerMove={drag}
      onKeyDown={(event) => {
        const by = event.key === 'ArrowLeft' ? -step : event.key === 'ArrowRight' ? step : 0;
        if (by === 0) return;
        event.preventDefault();
        setView({ swipe: Math.min(1, Math.max(0, swipe + by)) });
      }}
    />
  );
}
