import { describe, expect, it } from 'vitest';
import { encodeLabelled } from '../../domain/labels/labelled-instance.ts';
import { tilesOfPlane } from '../../domain/labels/tiled-plane.ts';
import { instanceOf, maskOfPlane } from '../../domain/run-mask.ts';
import { labelThumbnailTask } from './label-thumbnail.ts';

const run = (labels: Parameters<typeof labelThumbnailTask.run>[0]['labels'], size: number) =>
  labelThumbnailTask.run({ labels, size }, {} as never);

const [width, height] = [600, 300];
/** The left half is painted with class 2. */
const painted = new Uint8Array(width * height).map((_, i) => (i % width < 300 ? 2 : 0));
/** A square particle of class 1 over both halves. */
function particle() {
  const plane = new Uint8Array(width * height);
  for (let y = 100; y < 200; y++) plane.fill(7, y * width + 250, y * width + 350);
  const mask = maskOfPlane(plane, { x: 0, y: 0, width, height }, 7);
  if (mask === null) throw new Error('the particle is empty');
  return { ...instanceOf(1, mask, width, height), classId: 1, reviewed: true };
}

describe('labels made small', () => {
  it('keep their classes, with particles over them', async () => {
    const labels = {
      width,
      height,
      tiles: tilesOfPlane(painted, width, height),
      particles: encodeLabelled([particle()]),
    };
    const small = await run(labels, 60);
    expect([small.width, small.height]).toEqual([60, 30]);
    const at = (x: number, y: number) => small.classes[y * 60 + x];
    expect([at(0, 0), at(29, 0), at(30, 0), at(25, 15), at(34, 15), at(35, 15), at(24, 15)]).toEqual([
      2, 2, 0, 1, 1, 0, 2,
    ]);
  });
  it('stay as they are where they are small already', async () => {
    const labels = {
      width: 3,
      height: 2,
      tiles: tilesOfPlane(Uint8Array.of(1, 0, 2, 3, 3, 0), 3, 2),
      particles: new Uint8Array(0),
    };
    expect(await run(labels, 100)).toEqual({ width: 3, height: 2, classes: Uint8Array.of(1, 0, 2, 3, 3, 0) });
  });
});
