import { type Graph, text } from './graph.ts';
import { float32, type Tensor } from './tensor.ts';

/** Twice the rows and columns: every pixel four times, or linear between pixel centres (half-pixel convention). */
export function upsample(graph: Graph, x: Tensor, mode: 'nearest' | 'bilinear'): Tensor {
  const [n, c, h, w] = x.shape;
  const scales = graph.constant(float32([4], [1, 1, 2, 2]));
  return graph.add('Resize', [x, null, scales], [n, c, 2 * h, 2 * w], {
    mode: text(mode === 'nearest' ? 'nearest' : 'linear'),
    coordinate_transformation_mode: text(mode === 'nearest' ? 'asymmetric' : 'half_pixel'),
    ...(mode === 'nearest' ? { nearest_mode: text('floor') } : {}),
  });
}
