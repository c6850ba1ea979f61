import type { Attributes, Graph } from './graph.ts';
import { int } from './graph.ts';
import { reshape, transpose } from './shape.ts';
import type { Shape, Tensor } from './tensor.ts';

/** The runtime's own operators on maps whose channels are stored in blocks: [N, C / block, H, W, block]. */
const domain = 'com.microsoft.nchwc';
/** From this many pixels a map on, rearranging it costs less than it saves (measured: 20 to 30 % of the convolution). */
const worthwhile = 1024;

export function canBlock(graph: Graph, x: Tensor, w: Tensor, groups: number): boolean {
  const block = graph.channelBlock;
  if (block === 0 || groups !== 1 || graph.target !== 'cpu') return false;
  const [, c, h, width] = x.shape;
  return c % block === 0 && w.shape[0] % block === 0 && h * width >= worthwhile;
}

/**
 * A convolution through the blocked layout. The runtime does this by itself for constant weights only; while training,
 * weights are inputs, so it is spelled out: both sides are rearranged in the graph.
 */
export function blockedConv(
  graph: Graph,
  x: Tensor,
  w: Tensor,
  bias: Tensor | null,
  shape: Shape,
  attributes: Attributes,
): Tensor {
  const inputs = bias ? [x, w, bias] : [x, w];
  const [y] = graph.block('Conv', inputs, attributes, () => {
    const block = graph.channelBlock;
    const [k, c, kh, kw] = w.shape;
    const split = reshape(graph, w, [k / block, block, c / block, block, kh, kw]);
    const weights = reshape(graph, transpose(graph, split, [0, 2, 4, 5, 3, 1]), w.shape);
    const blocked = graph.add('ReorderInput', [x], x.shape, {}, 'float32', domain);
    const operands = bias ? [blocked, weights, bias] : [blocked, weights];
    const result = graph.add('Conv', operands, shape, attributes, 'float32', domain);
    return { outputs: [graph.add('ReorderOutput', [result], shape, { channels: int(k) }, 'float32', domain)] };
  });
  return y;
}
