import { choice, number } from '../domain/param.ts';
import type { GreyImage } from '../domain/plane.ts';
import { step } from '../ports/step.ts';
import type { Work } from '../ports/work.ts';
import { ballByTiles } from './ball.ts';
import { newImage, sharedPixels } from './planes.ts';
import { applyAffine, applyBlend } from './pointwise.ts';
import { smallBall } from './small-ball.ts';
import { meanAndDeviation } from './statistics.ts';

/** Up to this radius (px) looking at every pixel within reach is fastest. */
const smallRadius = 20;

/**
 * The dark background of an image: at each pixel the highest position of the top of a ball that touches the grey
 * landscape from below, one px of radius = one file unit of height (Sternberg 1983; scikit-image
 * `restoration.rolling_ball`). Exact at every pixel, without shrinking; nothing lies beyond the border. Fast where there is
 * noise or structure; long slopes without any noise take some tens of times longer, because every pixel of them counts.
 */
export function rollingBall(image: GreyImage, radius: number, work: Work): GreyImage {
  const { width, height } = image;
  const { threads } = work;
  const pixels = sharedPixels(image, threads);
  if (radius > smallRadius) return { width, height, data: ballByTiles(pixels, width, height, radius, threads) };
  const data = threads.allocate('float32', width * height, 'any');
  threads.forBands(smallBall, height, pixels, data, width, height, radius);
  return { width, height, data };
}

/**
 * The image minus its rolling-ball background. On a dark background the result is >= 0 with the background near 0; on a
 * light one the ball rolls above the image, and the mean of the background is added again, so values stay in file units.
 */
export function subtractRollingBall(
  image: GreyImage,
  radius: number,
  background: 'dark' | 'light',
  work: Work,
): GreyImage {
  const { threads } = work;
  const pixels = sharedPixels(image, threads);
  if (background === 'dark') {
    const ball = rollingBall(image, radius, work);
    applyBlend(pixels, ball.data, 1, -1, ball.data, threads);
    return ball;
  }
  const turned = newImage(image.width, image.height, threads);
  applyAffine(pixels, -1, 0, turned.data, threads);
  const ball = rollingBall(turned, radius, work);
  threads.release(turned.data);
  work.check();
  const level = -meanAndDeviation(ball, work).mean;
  applyBlend(pixels, ball.data, 1, 1, ball.data, threads);
  applyAffine(ball.data, 1, level, ball.data, threads);
  return ball;
}

export const rollingBallStep = step({
  id: 'rolling-ball',
  version: 1,
  title: 'Rolling ball',
  help: 'Subtracts the background that a ball, larger than the particles, reaches under the grey landscape.',
  from: 'image',
  to: 'image',
  params: {
    radius: number({
      title: 'Radius',
      help: 'Radius of the ball; at least that of the largest particle.',
      default: 150,
      min: 1,
      max: 1000,
      step: 1,
      unit: 'px',
    }),
    background: choice({
      title: 'Background',
      help: 'Dark under bright particles (dark field), or light around dark ones (bright field).',
      default: 'dark',
      options: [
        ['dark', 'Dark'],
        ['light', 'Light'],
      ],
    }),
  },
  run: (image, { radius, background }, { work }) =>
    subtractRollingBall(image, radius, background === 'light' ? 'light' : 'dark', work),
});
