import { useEffect, useRef } from 'react';
import type { LabelFrameRef } from '../../../app/contract/nouns.ts';
import type { LabelClasses } from '../../../app/domain/labels/label-class.ts';
import { fetchLabelThumbnail } from '../../client/training-bytes.ts';
import { paintClasses } from '../../state/training/paint-classes.ts';

/** A frame's labels over its small picture, in the colours of their classes; background is the micrograph itself. */
export function LabelPicture({
  setId,
  imageId,
  frame,
  version,
  classes,
  size,
}: LabelFrameRef & { readonly version: number; readonly classes: LabelClasses; readonly size: number }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const tones = classes.map(({ id, colour, role }) => `${id}${role === 'background' ? '' : colour}`).join();
  useEffect(() => {
    const element = canvas.current;
    if (element === null) return;
    const controller = new AbortController();
    const colours: (string | null)[] = Array<null>(256).fill(null);
    for (const tone of tones.split(',')) {
      const [id, rest] = tone.split('#');
      if (rest !== undefined) colours[Number(id)] = `#${rest}`;
    }
    const draw = async () => {
      const map = await fetchLabelThumbnail({ setId, imageId, frame }, size, version, { signal: controller.signal });
      const { width, height, rgba } = paintClasses(map, colours, size);
      element.width = width;
      element.height = height;
      element.getContext('2d')?.putImageData(new ImageData(rgba, width, height), 0, 0);
    };
    // what is off the screen waits until it is scrolled to; a picture that does not come leaves the micrograph
    const seen = new IntersectionObserver((entries) => {
      if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
      seen.disconnect();
      draw().catch(() => undefined);
    });
    seen.observe(element);
    return () => {
      seen.disconnect();
      controller.abort();
    };
  }, [setId, imageId, frame, version, tones, size]);
  return <canvas ref={canvas} />;
}
