import type { Preprocessing } from '../../app/domain/training/training-settings.ts';
import { add, cast, mul, scale, sub } from '../graph/elementwise.ts';
import { type Graph, int, ints, text } from '../graph/graph.ts';
import { float32, type Tensor } from '../graph/tensor.ts';

// What `app/pipeline/preprocess.ts` does to an image before a network sees it, as operators of the network's own file. All work on images
// [1, 1, H, W] of any size: the graph's own size is only an example.

/** Standard deviations in a quartile distance, halved: 1.4826 / 2. */
const perQuartiles = 0.7413;
const endless = 2 ** 31 - 1;

/** Pairs whose sorting leaves the median of nine in the middle (A. Paeth, Graphics Gems, 1990). */
const exchanges: readonly (readonly [number, number])[] = [
  [1, 2],
  [4, 5],
  [7, 8],
  [0, 1],
  [3, 4],
  [6, 7],
  [1, 2],
  [4, 5],
  [7, 8],
  [0, 3],
  [5, 8],
  [4, 7],
  [3, 6],
  [1, 4],
  [2, 5],
  [4, 7],
  [4, 2],
  [6, 4],
  [4, 2],
];

/** The nine images that the 3 x 3 neighbours of every pixel make; the border pixel goes on. */
function neighbours(graph: Graph, image: Tensor): Tensor[] {
  const [n, c, h, w] = image.shape;
  const amounts = graph.integers([0, 0, 1, 1, 0, 0, 1, 1]);
  const padded = graph.add('Pad', [image, amounts], [n, c, h + 2, w + 2], { mode: text('edge') });
  return [0, 1, 2].flatMap((dy) =>
    [0, 1, 2].map((dx) => {
      const ends = [dy, dx].map((d) => (d === 2 ? endless : d - 2));
      const range = [graph.integers([dy, dx]), graph.integers(ends), graph.integers([2, 3])];
      return graph.add('Slice', [padded, ...range], image.shape);
    }),
  );
}

function median3(graph: Graph, image: Tensor): Tensor {
  const values = neighbours(graph, image);
  for (const [i, j] of exchanges) {
    const [a, b] = [values[i], values[j]];
    values[i] = graph.add('Min', [a, b], image.shape);
    values[j] = graph.add('Max', [a, b], image.shape);
  }
  return values[4];
}

/** Quartiles of all pixels, each [1], linear between ranks as NumPy has them. */
function quartiles(graph: Graph, image: Tensor): Tensor[] {
  const flat = graph.add('Reshape', [image, graph.integers([-1])], [image.shape[2] * image.shape[3]]);
  const count = graph.add('Shape', [flat], [1], {}, 'int64');
  const outputs = [{ shape: flat.shape }, { shape: flat.shape, type: 'int64' as const }];
  const [sorted] = graph.addMany('TopK', [flat, count], outputs, { largest: int(0), sorted: int(1) });
  const last = sub(graph, cast(graph, count, 'float32'), graph.constant(float32([1], [1])));
  return [0.25, 0.5, 0.75].map((share) => {
    const rank = scale(graph, last, share);
    const below = graph.add('Floor', [rank], [1]);
    const at = (place: Tensor) => graph.add('Gather', [sorted, cast(graph, place, 'int64')], [1], { axis: int(0) });
    const [low, high] = [at(below), at(graph.add('Ceil', [rank], [1]))];
    return add(graph, low, mul(graph, sub(graph, high, low), sub(graph, rank, below)));
  });
}

/** Pixels over median + excess robust deviations become the mean of their neighbours inside the image, twice. */
function withoutHits(graph: Graph, image: Tensor, excess: number): Tensor {
  const [lower, middle, upper] = quartiles(graph, image);
  const limit = add(graph, middle, scale(graph, sub(graph, upper, lower), perQuartiles * excess));
  const kernel = graph.constant(float32([1, 1, 3, 3], [1, 1, 1, 1, 0, 1, 1, 1, 1]));
  const around = (x: Tensor) => graph.add('Conv', [x, kernel], image.shape, { pads: ints([1, 1, 1, 1]) });
  const ones = add(graph, scale(graph, image, 0), graph.scalar(1));
  const share = graph.add('Div', [ones, around(ones)], image.shape);
  let now = image;
  for (let pass = 0; pass < 2; pass++) {
    const hit = graph.add('Greater', [now, limit], image.shape, {}, 'bool');
    now = graph.add('Where', [hit, mul(graph, around(now), share), now], image.shape);
  }
  return now;
}

/**
 * The steps of a preparation that a file can hold: hits and median. An uneven background is fitted with care for what lies on it, which
 * no operator does: it must be divided away before, in the same place of the order.
 */
export function prepared(graph: Graph, image: Tensor, { hits, median }: Preprocessing): Tensor {
  const clean = hits === null ? image : withoutHits(graph, image, hits);
  return median === 0 ? clean : median3(graph, clean);
}
