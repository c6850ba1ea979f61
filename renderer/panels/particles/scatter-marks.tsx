import { useEffect, useRef } from 'react';
import { useStore } from 'zustand';
import { dot, type ScatterPoints } from '../../state/scatter.ts';
import { selectionStore } from '../../state/selection.ts';

/** The accent as RGBA words, little-endian; of very many points the density below stays in sight. */
const accent = 0xffffa34f;
const fadedAccent = 0x90ffa34f;

/** Selected points in the accent, and a ring around the one under the pointer, over the scatter plot. */
export function ScatterMarks({
  points,
  radius,
  ratio,
  left,
  top,
}: {
  readonly points: ScatterPoints;
  readonly radius: number;
  readonly ratio: number;
  readonly left: number;
  readonly top: number;
}) {
  const rows = useStore(selectionStore, (s) => s.rows);
  const hover = useStore(selectionStore, (s) => s.hoverRow);
  const active = useStore(selectionStore, (s) => s.activeRow);
  const canvas = useRef<HTMLCanvasElement>(null);
  const { width, height, pixels } = points;
  useEffect(() => {
    const context = canvas.current?.getContext('2d') ?? null;
    if (context === null) return;
    const image = context.createImageData(width, height);
    const words = new Uint32Array(image.data.buffer);
    const many = rows.length > 20_000;
    const word = many ? fadedAccent : accent;
    const offsets = dot(many ? radius : Math.max(radius, 2.3 * ratio), width);
    for (let i = 0; i < rows.length; i++) {
      const at = pixels[rows[i]];
      if (at < 0) continue;
      for (let k = 0; k < offsets.length; k++) {
        const p = at + offsets[k];
        if (p >= 0 && p < words.length) words[p] = word;
      }
    }
    context.putImageData(image, 0, 0);
  }, [rows, radius, ratio, width, height, pixels]);
  const ring = (row: number | null, name: string, stroke: string) => {
    const at = row === null ? -1 : (pixels[row] ?? -1);
    if (at < 0) return null;
    return (
      <circle
        key={name}
        cx={left + ((at % width) + 0.5) / ratio}
        cy={top + (Math.floor(at / width) + 0.5) / ratio}
        r={5.5}
        fill="none"
        stroke={stroke}
        strokeWidth={1.5}
      />
    );
  };
  return (
    <>
      <canvas
        ref={canvas}
        width={width}
        height={height}
        style={{ position: 'absolute', left, top, width: width / ratio, height: height / ratio, pointerEvents: 'none' }}
      />
      <svg width="100%" height="100%" style={{ position: 'absolute', inset: 0, pointerEvents: 'none' }} aria-hidden>
        {ring(active, 'active', 'var(--ms-accent)')}
        {ring(hover, 'hover', 'var(--ms-text)')}
      </svg>
    </>
  );
}
