import { styled } from '@mui/material/styles';
import { type KeyboardEvent, type PointerEvent, useRef } from 'react';
import { useStore } from 'zustand';
import { type Edge, edgeLimits, layoutDefaults, layoutStore, resize } from '../state/layout.ts';
import { colour } from './tokens.ts';

const Bar = styled('div', { shouldForwardProp: (prop) => prop !== 'upright' })<{ upright: boolean }>(({ upright }) => ({
  position: 'relative',
  flex: 'none',
  zIndex: 2,
  backgroundColor: colour.line,
  touchAction: 'none',
  ...(upright
    ? { width: 1, cursor: 'col-resize', '&::after': { content: '""', position: 'absolute', inset: '0 -4px' } }
    : { height: 1, cursor: 'row-resize', '&::after': { content: '""', position: 'absolute', inset: '-4px 0' } }),
  '&:hover, &:focus-visible, &[data-dragged]': {
    backgroundColor: colour.accent,
    outline: 'none',
    boxShadow: `0 0 0 1px ${colour.accent}`,
  },
}));

/**
 * The edge of a region: drag it, or focus it and use the arrow keys (Shift: larger steps, Home and End: the limits,
 * Enter or double-click: the original size).
 */
export function Splitter({
  edge,
  label,
  grows,
}: {
  readonly edge: Edge;
  readonly label: string;
  /** Which way the region grows. */
  readonly grows: 'right' | 'left' | 'up';
}) {
  const value = useStore(layoutStore, (s) => s[edge]);
  const drag = useRef<{ from: number; size: number } | null>(null);
  const [low, high] = edgeLimits[edge];
  const upright = grows !== 'up';
  const sign = grows === 'right' ? 1 : -1;

  const onPointerDown = (event: PointerEvent<HTMLDivElement>) => {
    if (event.button !== 0) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    event.currentTarget.dataset['dragged'] = '';
    drag.current = { from: upright ? event.clientX : event.clientY, size: value };
  };
  const onPointerMove = (event: PointerEvent<HTMLDivElement>) => {
    if (drag.current === null) return;
    const at = upright ? event.clientX : event.clientY;
    resize(edge, drag.current.size + sign * (at - drag.current.from));
  };
  const end = (event: PointerEvent<HTMLDivElement>) => {
    delete event.currentTarget.dataset['dragged'];
    drag.current = null;
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = event.shiftKey ? 64 : 16;
    const moves: Record<string, number> = upright
      ? { ArrowRight: sign * step, ArrowLeft: -sign * step }
      : { ArrowUp: step, ArrowDown: -step };
    if (event.key in moves) resize(edge, value + moves[event.key]);
    else if (event.key === 'Home') resize(edge, low);
    else if (event.key === 'End') resize(edge, high);
    else if (event.key === 'Enter') resize(edge, layoutDefaults[edge]);
    else return;
    event.preventDefault();
  };
  return (
    <Bar
      role="separator"
      tabIndex={0}
      upright={upright}
      aria-label={label}
      aria-orientation={upright ? 'vertical' : 'horizontal'}
      aria-valuenow={value}
      aria-valuemin={low}
      aria-valuemax={high}
      onPointerDown={onPointerDown}
      onPointerMove={onPointerMove}
      onPointerUp={end}
      onPointerCancel={end}
      onDoubleClick={() => resize(edge, layoutDefaults[edge])}
      onKeyDown={onKeyDown}
    />
  );
}
