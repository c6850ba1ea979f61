/** A micrograph with its particles, ready to be cut into patches. Row-major. */
export interface Scene {
  readonly name: string;
  readonly width: number;
  readonly height: number;
  /** Grey levels 0..1 at 1, 1/2, 1/4 ... of the size: each the mean of four. */
  readonly levels: readonly Plane[];
  /** 0 background, else the number of a particle. */
  readonly labels: Uint16Array;
  /** Distance to the particle's own outline over the largest such distance in the particle, 0..255. */
  readonly depth: Uint8Array;
  readonly particles: readonly ScenePart[];
  /** 1 where nobody could tell which particle it is, such as under three of them; null when nowhere. */
  readonly doubtful: Uint8Array | null;
}

export interface Plane {
  readonly width: number;
  readonly height: number;
  readonly data: Float32Array;
}

/** Middle of a particle's box and diameter of the disk of its area, px. */
export interface ScenePart {
  readonly label: number;
  readonly x: number;
  readonly y: number;
  readonly diameter: number;
}

const smallestLevel = 48;

/** Halves a plane: means of four pixels; an odd last row or column is left out. */
function halved({ width, height, data }: Plane): Plane {
  const [w, h] = [width >> 1, height >> 1];
  const out = new Float32Array(w * h);
  for (let y = 0; y < h; y++)
    for (let x = 0; x < w; x++) {
      const i = 2 * y * width + 2 * x;
      out[y * w + x] = (data[i] + data[i + 1] + data[i + width] + data[i + width + 1]) / 4;
    }
  return { width: w, height: h, data: out };
}

/** Grey levels at 1, 1/2, 1/4 ... of the size, down to 48 px. */
function pyramid(plane: Plane): Plane[] {
  const levels = [plane];
  for (let last = plane; Math.min(last.width, last.height) >= 2 * smallestLevel; ) {
    last = halved(last);
    levels.push(last);
  }
  return levels;
}

/**
 * Makes a scene from a grey image and its labels.
 * @param doubtful 1 where nobody could tell which particle it is
 * @param squaredDistance of a binary image, px²: exact, 0 outside
 */
export function sceneOf(
  name: string,
  image: { readonly width: number; readonly height: number; readonly data: ArrayLike<number> },
  labels: ArrayLike<number>,
  squaredDistance: (inside: Uint8Array, width: number, height: number) => Int32Array,
  doubtful: Uint8Array | null = null,
): Scene {
  const { width, height } = image;
  const [low, high] = range(image.data);
  const grey = Float32Array.from({ length: width * height }, (_, i) => (image.data[i] - low) / (high - low || 1));
  const own = Uint16Array.from({ length: width * height }, (_, i) => labels[i]);
  const squares = squaredDistance(inner(own, width, height), width, height);
  const largest = new Map<number, number>();
  for (let i = 0; i < own.length; i++) {
    if (own[i] !== 0) largest.set(own[i], Math.max(largest.get(own[i]) ?? 1, squares[i]));
  }
  const depth = Uint8Array.from(squares, (square, i) =>
    own[i] === 0 ? 0 : Math.round(255 * Math.sqrt(square / (largest.get(own[i]) ?? 1))),
  );
  const levels = pyramid({ width, height, data: grey });
  return { name, width, height, levels, labels: own, depth, particles: particlesOf(own, width), doubtful };
}

/** Grey levels below and above which one pixel in two thousand lies: single hits do not set the scale. */
function range(data: ArrayLike<number>): [number, number] {
  const every = Math.max(1, Math.floor(data.length / 60_000));
  const some = Float32Array.from({ length: Math.floor(data.length / every) }, (_, i) => data[i * every]).sort();
  const beyond = Math.floor(some.length / 2000);
  return [some[beyond], some[some.length - 1 - beyond]];
}

/** 1 in particles but where another particle or the background is beside or below: what distances are measured in. */
function inner(labels: Uint16Array, width: number, height: number): Uint8Array {
  const out = new Uint8Array(labels.length);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const i = y * width + x;
      const label = labels[i];
      if (label === 0) continue;
      const meets = (j: number) => labels[j] !== label && labels[j] !== 0;
      const cut = (x + 1 < width && meets(i + 1)) || (y + 1 < height && meets(i + width));
      out[i] = cut ? 0 : 1;
    }
  return out;
}

function particlesOf(labels: Uint16Array, width: number): ScenePart[] {
  const boxes = new Map<number, { area: number; left: number; right: number; top: number; bottom: number }>();
  for (let i = 0; i < labels.length; i++) {
    const label = labels[i];
    if (label === 0) continue;
    const [x, y] = [i % width, Math.floor(i / width)];
    const box = boxes.get(label);
    if (!box) {
      boxes.set(label, { area: 1, left: x, right: x, top: y, bottom: y });
      continue;
    }
    box.area++;
    box.left = Math.min(box.left, x);
    box.right = Math.max(box.right, x);
    box.bottom = y;
  }
  return Array.from(boxes, ([label, { area, left, right, top, bottom }]) => ({
    label,
    x: (left + right + 1) / 2,
    y: (top + bottom + 1) / 2,
    diameter: Math.sqrt((4 * area) / Math.PI),
  }));
}
