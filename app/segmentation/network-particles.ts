import type { GreyImage, LabelMap, ParticleMaps } from '../domain/plane.ts';
import type { MapModel } from '../ports/map-model.ts';
import type { Work } from '../ports/work.ts';
import { type DecodeSettings, decodeMaps, defaultDecode, enlargeLabels } from './decode-maps.ts';
import { resample } from './resample.ts';

/** A micrograph as the network saw it at one magnification, and what was found there. */
export interface Look {
  /** Pixels of the look for one of the micrograph. */
  readonly scale: number;
  readonly maps: ParticleMaps;
  readonly labels: LabelMap;
  /** Half of the summed diameters belong to particles larger than this, px of the look; 0 without particles. */
  readonly diameter: number;
}

/** Diameter at which the network sees particles best, px of a look. */
const ideal = 30;
/** A look within this factor of the ideal is good enough. */
const near = 1.35;
/** Longest side of the first look, px. */
const firstSide = 512;
/** Pixels of the largest look. */
const largestLook = 4096 * 4096;
const farthestMagnification = 4;
const rounds = 5;

/** Diameter such that half of the summed diameters are larger. */
function typicalDiameter({ count, data }: LabelMap): number {
  const area = new Float64Array(count + 1);
  for (let i = 0; i < data.length; i++) area[data[i]]++;
  const diameters = area
    .subarray(1)
    .map((a) => Math.sqrt((4 * a) / Math.PI))
    .sort();
  const half = diameters.reduce((a, b) => a + b, 0) / 2;
  let sum = 0;
  for (const diameter of diameters) {
    sum += diameter;
    if (sum >= half) return diameter;
  }
  return 0;
}

/** Looks at a micrograph at one magnification. */
export async function look(
  image: GreyImage,
  scale: number,
  model: MapModel,
  settings: DecodeSettings,
  work: Work,
): Promise<Look> {
  const { reduction } = model;
  // whole pixels of the maps, so that nothing is shifted on the way back
  const sized = (length: number) => Math.max(32, Math.round((length * scale) / reduction) * reduction);
  const maps = await model.maps(resample(image, sized(image.width), sized(image.height)));
  const labels = decodeMaps(maps, settings, work);
  return { scale, maps, labels, diameter: reduction * typicalDiameter(labels) };
}

/**
 * Particles of any size by a network that knows them at one: looks at the whole micrograph first, takes the size of what it finds,
 * and looks again at the magnification that brings it to the size that the network was taught.
 */
export async function particlesByNetwork(
  image: GreyImage,
  model: MapModel,
  work: Work,
  settings: DecodeSettings = defaultDecode,
): Promise<{ readonly labels: LabelMap; readonly scale: number }> {
  const longest = Math.max(image.width, image.height);
  const most = Math.min(farthestMagnification, Math.sqrt(largestLook / (image.width * image.height)));
  let scale = Math.min(most, firstSide / longest);
  let best: Look | null = null;
  const error = (l: Look) => (l.diameter === 0 ? Number.POSITIVE_INFINITY : Math.abs(Math.log(l.diameter / ideal)));
  for (let round = 0; round < rounds; round++) {
    work.check();
    const seen: Look = await look(image, scale, model, settings, work);
    if (best === null || error(seen) < error(best)) best = seen;
    if (error(seen) <= Math.log(near)) break;
    const wanted = seen.diameter === 0 ? 2 * scale : scale * Math.min(3, Math.max(1 / 3, ideal / seen.diameter));
    const next = Math.min(most, Math.max(96 / longest, wanted));
    if (Math.abs(Math.log(next / scale)) < 0.05) break;
    scale = next;
  }
  if (best === null) throw new Error('No look was taken');
  const labels = enlargeLabels(best.labels, best.maps.particle, settings.threshold, image, work);
  return { labels, scale: best.scale };
}
