import { expect, test } from 'vitest';
import { backward } from '../../native-models/gradient/backward.ts';
import { noise } from '../../native-models/gradient/fixtures/check-gradient.ts';
import { conv } from '../../native-models/graph/convolution.ts';
import { mul } from '../../native-models/graph/elementwise.ts';
import { type ChannelBlock, Graph } from '../../native-models/graph/graph.ts';
import { reduceSum } from '../../native-models/graph/reduction.ts';
import { writeOnnx } from '../../native-models/graph/write-onnx.ts';
import { channelBlock } from './channel-block.ts';
import { openSession } from './runtime.ts';

/** A strided and a plain convolution with their gradients. */
async function results(block: ChannelBlock) {
  const graph = new Graph('cpu', block);
  const shapes = { x: [2, 16, 64, 64], v: [32, 16, 3, 3], b: [32], w: [16, 32, 3, 3] };
  const inputs = Object.entries(shapes).map(([name, shape]) => graph.input(name, 'float32', shape));
  const [x, v, b, w] = inputs;
  const y = conv(graph, conv(graph, x, v, b, { pad: 1, stride: 2 }), w, null, { pad: 1 });
  const loss = reduceSum(graph, mul(graph, y, y));
  graph.output('y', y);
  backward(graph, loss, inputs).forEach((gradient, i) => {
    if (gradient) graph.output(`d${i}`, gradient);
  });
  const session = await openSession(writeOnnx(graph, { name: 'blocks' }), { provider: 'cpu', threads: 2 });
  const feeds = Object.fromEntries(
    Object.entries(shapes).map(([name, shape], i) => [name, noise(shape, i, -0.1, 0.1)]),
  );
  const given = await session.run(feeds);
  await session.close();
  return { given, ops: graph.nodes.map((node) => node.op) };
}

test('convolutions and gradients through blocks of channels are those of the plain layout', async () => {
  const block = await channelBlock();
  const [plain, blocked] = [await results(0), await results(block)];
  expect(blocked.ops.includes('ReorderInput')).toBe(block > 0);
  expect(Object.keys(blocked.given)).toEqual(['y', 'd0', 'd1', 'd2', 'd3']);
  for (const [name, { data }] of Object.entries(plain.given)) {
    const other = blocked.given[name].data as Float32Array;
    const values = data as Float32Array;
    const largest = values.reduce((most, v) => Math.max(most, Math.abs(v)), 0);
    const worst = values.reduce((most, v, i) => Math.max(most, Math.abs(v - other[i])), 0);
    expect(worst / largest, name).toBeLessThan(1e-4);
  }
});
