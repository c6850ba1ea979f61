// Features of every contour of labelled micrographs, for fit.py: node outlines.ts FOLDER > outlines.csv
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import type { GreyImage } from '../../app/domain/plane.ts';
import { memorySource } from '../../app/formats/memory-source.ts';
import { openAcquisition } from '../../app/formats/open.ts';
import { toGrey } from '../../app/image/to-grey.ts';
import { oneThread } from '../../app/ports/work.ts';
import { findCandidates } from '../../app/segmentation/contours/candidates.ts';
import { componentTree } from '../../app/segmentation/contours/component-tree.ts';
import { levelImage } from '../../app/segmentation/contours/levels.ts';
import { type Outline, outlineFeatures } from '../../app/segmentation/contours/outline-features.ts';
import { rim } from '../../app/segmentation/contours/outline-mask.ts';
import { simulateMicrograph } from '../../app/simulation/micrograph.ts';

/** Largest IoU of an outline with a true particle, on the micrograph shrunk `shrink` times. */
type Overlap = (outline: Outline, shrink: number, smallWidth: number) => number;
interface Labelled {
  readonly name: string;
  readonly image: GreyImage;
  readonly overlap: Overlap;
  /** Longest sides at which it is looked at, px, and the smallest outline at each. */
  readonly looks: readonly (readonly [side: number, minArea: number])[];
}

const folder = process.argv[2] ?? '../shared/data';

async function read(file: string): Promise<GreyImage> {
  const { images } = await openAcquisition(memorySource(path.basename(file), new Uint8Array(readFileSync(file))));
  const [image] = images;
  const [height, width] = image.shape.slice(-2);
  return toGrey(await image.readFrame(0), image.elementType, width, height, oneThread);
}

/** Overlap with instance masks: the label in the middle of each small pixel. */
function maskOverlap(truth: ArrayLike<number>, width: number, height: number): Overlap {
  const small = new Map<number, { labels: Int32Array; areas: Map<number, number> }>();
  return ({ mask, area }, shrink, smallWidth) => {
    let known = small.get(shrink);
    if (known === undefined) {
      const rows = Math.ceil(height / shrink);
      const labels = new Int32Array(smallWidth * rows);
      const areas = new Map<number, number>();
      for (let i = 0; i < labels.length; i++) {
        const x = Math.min(width - 1, Math.floor(((i % smallWidth) + 0.5) * shrink));
        const y = Math.min(height - 1, Math.floor((Math.floor(i / smallWidth) + 0.5) * shrink));
        labels[i] = truth[y * width + x];
        areas.set(labels[i], (areas.get(labels[i]) ?? 0) + 1);
      }
      known = { labels, areas };
      small.set(shrink, known);
    }
    const shared = new Map<number, number>();
    for (let y = rim; y < mask.height - rim; y++) {
      for (let x = rim; x < mask.width - rim; x++) {
        if (mask.data[y * mask.width + x] === 0) continue;
        const label = known.labels[(y + mask.y) * smallWidth + x + mask.x];
        if (label !== 0) shared.set(label, (shared.get(label) ?? 0) + 1);
      }
    }
    let best = 0;
    for (const [label, pixels] of shared)
      best = Math.max(best, pixels / (area + (known.areas.get(label) ?? 0) - pixels));
    return best;
  };
}

/** Overlap of bounding boxes; `boxes` = left, top, right, bottom in px of the micrograph. */
function boxOverlap(boxes: readonly (readonly number[])[]): Overlap {
  return ({ mask }, shrink) => {
    const own = [mask.x + rim, mask.y + rim, mask.x + mask.width - rim, mask.y + mask.height - rim].map(
      (v) => v * shrink,
    );
    let best = 0;
    for (const box of boxes) {
      const width = Math.min(own[2], box[2]) - Math.max(own[0], box[0]);
      const height = Math.min(own[3], box[3]) - Math.max(own[1], box[1]);
      if (width <= 0 || height <= 0) continue;
      const areas = (own[2] - own[0]) * (own[3] - own[1]) + (box[2] - box[0]) * (box[3] - box[1]);
      best = Math.max(best, (width * height) / (areas - width * height));
    }
    return best;
  };
}

async function* labelled(): AsyncGenerator<Labelled> {
  const masks = path.join(folder, 'emps');
  for (const file of existsSync(masks) ? readdirSync(path.join(masks, 'images')).sort() : []) {
    const image = await read(path.join(masks, 'images', file));
    const truth = (await read(path.join(masks, 'segmaps', file))).data;
    const overlap = maskOverlap(truth, image.width, image.height);
    yield {
      name: `e_${file}`,
      image,
      overlap,
      looks: [
        [600, 25],
        [256, 20],
      ],
    };
  }
  const boxed = path.join(folder, 'stem_np_boxes_genc');
  for (const file of existsSync(boxed) ? readdirSync(path.join(boxed, 'images')).sort() : []) {
    const image = await read(path.join(boxed, 'images', file));
    const lines = readFileSync(path.join(boxed, 'labels', file.replace(/\.\w+$/, '.txt')), 'utf8')
      .trim()
      .split('\n');
    const boxes = lines.map((line) => {
      const [, x, y, w, h] = line.split(/\s+/).map(Number);
      return [
        (x - w / 2) * image.width,
        (y - h / 2) * image.height,
        (x + w / 2) * image.width,
        (y + h / 2) * image.height,
      ];
    });
    yield {
      name: `g_${file}`,
      image,
      overlap: boxOverlap(boxes),
      looks: [
        [1100, 12],
        [2100, 12],
      ],
    };
  }
  for (const [seed, mode] of (['bright-field', 'dark-field', 'bright-field', 'dark-field'] as const).entries()) {
    const { image, truth } = simulateMicrograph({
      width: 1536,
      height: 1536,
      pixelSize: 1,
      mode,
      shapes: ['triangle', 'square', 'hexagon', 'ellipse', 'rod'],
      count: 160,
      radius: 40,
      spread: 0.4,
      rounding: 0.3,
      overlap: 0.15,
      background: seed < 2 ? 80 : 800,
      contrast: seed % 2 === 0 ? 0.35 : 1.2,
      unevenness: 0.3,
      seed: 100 + seed,
    });
    const overlap = maskOverlap(truth.data, truth.width, truth.height);
    yield {
      name: `s_${seed}`,
      image,
      overlap,
      looks: [
        [800, 25],
        [1600, 40],
      ],
    };
  }
}

process.stdout.write(`image,look,overlap,${outlineFeatures.join(',')}\n`);
for await (const { name, image, overlap, looks } of labelled()) {
  for (const [side, minArea] of looks) {
    const shrink = Math.max(1, Math.round(Math.max(image.width, image.height) / side));
    for (const sign of [1, -1]) {
      const levels = levelImage(sign > 0 ? image : { ...image, data: image.data.map((v) => -v) }, shrink);
      const chains = findCandidates(
        levels,
        componentTree(levels),
        { minArea, maxShare: 0.75, overlaps: true },
        () => undefined,
      );
      for (const { candidates } of chains) {
        for (const { outline, divisions } of candidates) {
          for (const one of [outline, ...divisions.flat()]) {
            const values = Array.from(one.features, (v) => v.toFixed(4)).join(',');
            process.stdout.write(`${name},${side},${overlap(one, shrink, levels.width).toFixed(3)},${values}\n`);
          }
        }
      }
    }
  }
}
