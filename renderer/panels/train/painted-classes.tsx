import { useEffect, useRef } from 'react';
import type { ClassMap } from '../../client/training-bytes.ts';
import { type Overlay, paintClasses } from '../../state/training/paint-classes.ts';

/** Longest side of what is drawn, px. */
export const longest = 1024;

/** A map of classes as it lies over a micrograph. */
export function PaintedClasses({
  map,
  truth,
  colours,
  shows,
  opacity,
}: {
  readonly map: (ClassMap & { readonly sureness?: Uint8Array }) | null;
  readonly truth: ClassMap | null;
  /** Of the classes, with commas between; empty where a class is not drawn. */
  readonly colours: string;
  readonly shows: Overlay;
  readonly opacity: number;
}) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (canvas.current === null || context === null || context === undefined) return;
    if (map === null) {
      context.clearRect(0, 0, canvas.current.width, canvas.current.height);
      return;
    }
    const tones = colours.split(',').map((tone) => (tone === '' ? null : tone));
    const { width, height, rgba } = paintClasses(map, tones, longest, shows, truth, map.sureness ?? null);
    canvas.current.width = width;
    canvas.current.height = height;
    context.putImageData(new ImageData(rgba, width, height), 0, 0);
  }, [map, truth, colours, shows]);
  return <canvas ref={canvas} style={{ opacity, imageRendering: 'pixelated' }} />;
}
