import { Failure } from '../../domain/failure.ts';
import type { Threads, Work } from '../../ports/work.ts';
import { binned, type Samples } from './bins.ts';
import { growTreesKernel, mostNodes } from './grow.ts';

/** Trees side by side in flat arrays, as `forestRow` of app/math/lanes follows them. */
export interface Trees {
  /** Two int32 a node: threshold (int16) with the feature in the upper half, number of the next node. */
  readonly nodes: Int32Array;
  /** Number of each tree's first node. */
  readonly roots: Int32Array;
  /** Shares of the classes by node, `lanes` a node; those of leaves sum to 1. */
  readonly leaves: Float32Array;
  readonly classCount: number;
  /** `classCount` rounded up to whole vectors of four. */
  readonly lanes: number;
  readonly features: number;
}

/** A grown forest, with what it says about itself. */
export interface GrownForest {
  readonly trees: Trees;
  /** How much each feature did for telling classes apart, summing to 1. */
  readonly importance: Float64Array;
}

const int16 = (threads: Threads, length: number) =>
  new Int16Array(threads.allocate('uint16', length).buffer, 0, length);

/**
 * Grows a random forest: see `growTreesKernel`. Equal samples, number of trees and seed give an equal forest, whatever the number of threads.
 * Throws `Failure` invalid-input unless there are samples of two classes at least.
 */
export function growForest(samples: Samples, classCount: number, trees: number, seed: number, work: Work): GrownForest {
  const present = new Set(samples.classes);
  if (present.size < 2)
    throw new Failure('invalid-input', 'The forest has pixels of one class only.', 'Paint scribbles of two classes.');
  const { threads } = work;
  const { features } = samples;
  const lanes = 4 * Math.ceil(classCount / 4);
  const { bins, low, high } = binned(samples, {
    uint8: (n) => threads.allocate('uint8', n),
    int16: (n) => int16(threads, n),
  });
  const classes = threads.allocate('uint8', samples.classes.length);
  classes.set(samples.classes);
  const nodes = threads.allocate('int32', 2 * trees * mostNodes, 'any');
  const leaves = threads.allocate('float32', trees * mostNodes * lanes);
  const sizes = threads.allocate('int32', trees);
  const gains = threads.allocate('float64', trees * features);
  work.check();
  threads.forBands(
    growTreesKernel,
    trees,
    bins,
    low,
    high,
    classes,
    features,
    classCount,
    lanes,
    seed,
    nodes,
    leaves,
    sizes,
    gains,
  );
  const grown = {
    trees: joined(nodes, leaves, sizes, classCount, lanes, features),
    importance: shares(gains, features),
  };
  for (const array of [nodes, leaves]) threads.release(array);
  return grown;
}

/** Trees without the room between them; nodes are numbered through all trees. */
function joined(
  nodes: Int32Array,
  leaves: Float32Array,
  sizes: Int32Array,
  classCount: number,
  lanes: number,
  features: number,
): Trees {
  const total = sizes.reduce((sum, n) => sum + n, 0);
  const out = {
    nodes: new Int32Array(2 * total),
    roots: new Int32Array(sizes.length),
    leaves: new Float32Array(total * lanes),
  };
  let root = 0;
  sizes.forEach((size, tree) => {
    const base = tree * mostNodes;
    out.roots[tree] = root;
    for (let node = 0; node < size; node++) {
      out.nodes[2 * (root + node)] = nodes[2 * (base + node)];
      out.nodes[2 * (root + node) + 1] = nodes[2 * (base + node) + 1] + root;
    }
    out.leaves.set(leaves.subarray(base * lanes, (base + size) * lanes), root * lanes);
    root += size;
  });
  return { ...out, classCount, lanes, features };
}

function shares(gains: Float64Array, features: number): Float64Array {
  const out = new Float64Array(features);
  for (let i = 0; i < gains.length; i++) out[i % features] += gains[i];
  const total = out.reduce((sum, v) => sum + v, 0);
  return out.map((v) => (total > 0 ? v / total : 0));
}
