import { geometryOf, poolGeometryOf, reach } from './convolution.ts';
import type { Graph, Node } from './graph.ts';
import { sizeOf, type Tensor } from './tensor.ts';

interface Seen {
  /** Input pixels from one value to the next. */
  readonly scale: number;
  /** How far, in input pixels, what a value depends on lies at most. */
  readonly radius: number;
}

/**
 * How far around a pixel the outputs of a graph look at an image: farther pixels change nothing. Follows convolutions, poolings and
 * doublings; everything else is taken as pixel by pixel.
 * @returns input pixels
 */
export function receptiveRadius(graph: Graph, image: Tensor): number {
  const seen = new Map<Tensor, Seen>([[image, { scale: 1, radius: 0 }]]);
  for (const node of graph.nodes) {
    const sources = node.inputs.flatMap((tensor) => (tensor ? (seen.get(tensor) ?? []) : []));
    if (sources.length === 0) continue;
    const from = { scale: sources[0].scale, radius: Math.max(...sources.map((s) => s.radius)) };
    const to = through(node, from);
    for (const tensor of node.outputs) seen.set(tensor, to);
  }
  return Math.max(...graph.outputs.map(({ tensor }) => seen.get(tensor)?.radius ?? 0));
}

function through(node: Node, { scale, radius }: Seen): Seen {
  if (node.op === 'Resize') return { scale: scale / 2, radius: radius + 1.5 * scale };
  if (!['Conv', 'MaxPool', 'AveragePool'].includes(node.op)) return { scale, radius };
  const g = node.op === 'Conv' ? geometryOf(node.attributes) : poolGeometryOf(node.attributes);
  const spans = ([0, 1] as const).map((axis) => Math.max(g.pads[axis], reach(g, axis) - 1 - g.pads[axis]));
  return { scale: scale * g.strides[0], radius: radius + scale * Math.max(...spans) };
}

/** Most bytes of values that are alive at once while a graph runs in order; constants are left out. */
export function peakBytes(graph: Graph): number {
  const nodes = graph.needed();
  const last = new Map<Tensor, number>();
  nodes.forEach((node, i) => {
    for (const tensor of node.inputs) if (tensor) last.set(tensor, i);
  });
  for (const { tensor } of graph.outputs) last.set(tensor, nodes.length);
  const bytes = (tensor: Tensor) => 4 * sizeOf(tensor.shape);
  let alive = graph.inputs.reduce((sum, tensor) => sum + bytes(tensor), 0);
  let peak = alive;
  nodes.forEach((node, i) => {
    for (const tensor of node.outputs) alive += bytes(tensor);
    peak = Math.max(peak, alive);
    const done = new Set([...node.inputs, ...node.outputs]);
    for (const tensor of done)
      if (tensor && tensor.constant === null && (last.get(tensor) ?? i) === i) alive -= bytes(tensor);
  });
  return peak;
}
