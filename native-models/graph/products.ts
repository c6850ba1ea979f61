import { add } from './elementwise.ts';
import { type Graph, int } from './graph.ts';
import { broadcast, type Tensor } from './tensor.ts';

/** Matrix products over the last two axes, [..., M, K] x [..., K, N]; the axes before broadcast. Both have two or more. */
export function matMul(graph: Graph, a: Tensor, b: Tensor): Tensor {
  const [m, k] = a.shape.slice(-2);
  const [rows, n] = b.shape.slice(-2);
  if (k !== rows) throw new Error(`Matrices of ${k} columns and ${rows} rows do not multiply`);
  return graph.add('MatMul', [a, b], [...broadcast(a.shape.slice(0, -2), b.shape.slice(0, -2)), m, n]);
}

/** A full layer: x [N, C] times w [K, C] transposed, plus a bias [K]. */
export function dense(graph: Graph, x: Tensor, w: Tensor, bias: Tensor | null): Tensor {
  const product = graph.add('Gemm', [x, w], [x.shape[0], w.shape[0]], { transB: int(1) });
  return bias ? add(graph, product, bias) : product;
}
