import { blockedConv, canBlock } from './blocked.ts';
import { type Attributes, type Graph, int, ints } from './graph.ts';
import type { Tensor } from './tensor.ts';

/** Geometry of a 2-D convolution. Pads: top, left, bottom, right, in pixels. */
export interface ConvGeometry {
  readonly kernel: readonly [number, number];
  readonly strides: readonly [number, number];
  readonly pads: readonly [number, number, number, number];
  readonly dilations: readonly [number, number];
  readonly groups: number;
}

export interface ConvOptions {
  readonly stride?: number;
  /** All four sides, or top, left, bottom, right. */
  readonly pad?: number | readonly [number, number, number, number];
  readonly dilation?: number;
  readonly groups?: number;
}

export function convGeometry(kernel: readonly [number, number], options: ConvOptions): ConvGeometry {
  const { stride = 1, pad = 0, dilation = 1, groups = 1 } = options;
  return {
    kernel,
    strides: [stride, stride],
    pads: typeof pad === 'number' ? [pad, pad, pad, pad] : pad,
    dilations: [dilation, dilation],
    groups,
  };
}

/** How far a kernel reaches, in pixels. */
export const reach = (geometry: ConvGeometry, axis: 0 | 1): number =>
  geometry.dilations[axis] * (geometry.kernel[axis] - 1) + 1;

const attributesOf = (g: ConvGeometry): Attributes => ({
  kernel_shape: ints(g.kernel),
  strides: ints(g.strides),
  pads: ints(g.pads),
  dilations: ints(g.dilations),
  group: int(g.groups),
});

/** The geometry of a Conv or ConvTranspose from its attributes. */
export function geometryOf(attributes: Attributes): ConvGeometry {
  const list = (name: string) => {
    const a = attributes[name];
    return a?.kind === 'ints' ? a.value : [];
  };
  const group = attributes['group'];
  const [kernel, strides, pads, dilations] = ['kernel_shape', 'strides', 'pads', 'dilations'].map(list);
  return {
    kernel: [kernel[0], kernel[1]],
    strides: [strides[0], strides[1]],
    pads: [pads[0], pads[1], pads[2], pads[3]],
    dilations: [dilations[0], dilations[1]],
    groups: group?.kind === 'int' ? group.value : 1,
  };
}

/** Length of an axis after a convolution or pooling. */
function outputLength(input: number, g: ConvGeometry, axis: 0 | 1): number {
  return Math.floor((input + g.pads[axis] + g.pads[axis + 2] - reach(g, axis)) / g.strides[axis]) + 1;
}

/**
 * Correlation of x [N, C, H, W] with w [K, C / groups, kh, kw], plus a bias [K]; gives [N, K, H', W'].
 */
export function conv(graph: Graph, x: Tensor, w: Tensor, bias: Tensor | null, options: ConvOptions = {}): Tensor {
  return convWith(graph, x, w, bias, convGeometry([w.shape[2], w.shape[3]], options));
}

export function convWith(graph: Graph, x: Tensor, w: Tensor, bias: Tensor | null, geometry: ConvGeometry): Tensor {
  const [n, c, h, width] = x.shape;
  if (w.shape[1] * geometry.groups !== c)
    throw new Error(`Weights for ${w.shape[1] * geometry.groups} channels meet an input of ${c}`);
  const shape = [n, w.shape[0], outputLength(h, geometry, 0), outputLength(width, geometry, 1)];
  const attributes = attributesOf(geometry);
  if (canBlock(graph, x, w, geometry.groups)) return blockedConv(graph, x, w, bias, shape, attributes);
  return graph.add('Conv', bias ? [x, w, bias] : [x, w], shape, attributes);
}

/**
 * The adjoint of `conv`: x [N, K, H, W] with w [K, C / groups, kh, kw] gives [N, C, (H - 1) * stride - pads + reach + extra, ...].
 * @param extra rows and columns added at the bottom and right, which a stride leaves undetermined
 */
export function convTranspose(
  graph: Graph,
  x: Tensor,
  w: Tensor,
  bias: Tensor | null,
  geometry: ConvGeometry,
  extra: readonly [number, number] = [0, 0],
): Tensor {
  const length = (axis: 0 | 1) =>
    (x.shape[2 + axis] - 1) * geometry.strides[axis] -
    geometry.pads[axis] -
    geometry.pads[axis + 2] +
    reach(geometry, axis) +
    extra[axis];
  const shape = [x.shape[0], w.shape[1] * geometry.groups, length(0), length(1)];
  const attributes = { ...attributesOf(geometry), output_padding: ints(extra) };
  return graph.add('ConvTranspose', bias ? [x, w, bias] : [x, w], shape, attributes);
}

/** Largest value of each window. Pads count as minus infinity. */
export function maxPool(graph: Graph, x: Tensor, kernel: number, options: ConvOptions = {}): Tensor {
  return pool(graph, 'MaxPool', x, convGeometry([kernel, kernel], { stride: kernel, ...options }));
}

/** Mean of each window; pads count as zeros that belong to the window. */
export function averagePool(graph: Graph, x: Tensor, kernel: number, options: ConvOptions = {}): Tensor {
  return pool(graph, 'AveragePool', x, convGeometry([kernel, kernel], { stride: kernel, ...options }));
}

function pool(graph: Graph, op: 'MaxPool' | 'AveragePool', x: Tensor, g: ConvGeometry): Tensor {
  const shape = [x.shape[0], x.shape[1], outputLength(x.shape[2], g, 0), outputLength(x.shape[3], g, 1)];
  const attributes: Attributes = { kernel_shape: ints(g.kernel), strides: ints(g.strides), pads: ints(g.pads) };
  return graph.add(op, [x], shape, op === 'AveragePool' ? { ...attributes, count_include_pad: int(1) } : attributes);
}

/** Mean of each channel: [N, C, H, W] to [N, C, 1, 1]. */
export function globalAveragePool(graph: Graph, x: Tensor): Tensor {
  return graph.add('GlobalAveragePool', [x], [x.shape[0], x.shape[1], 1, 1]);
}

/** The geometry of a pooling node. */
export function poolGeometryOf(attributes: Attributes): ConvGeometry {
  return geometryOf({ ...attributes, dilations: ints([1, 1]), group: int(1) });
}
