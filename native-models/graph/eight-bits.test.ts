import { expect, it } from 'vitest';
import { random } from '../../app/math/random.ts';
import { tryReduced } from '../../main/engine/reduced-form.ts';
import { openSession } from '../../main/engine/runtime.ts';
import { compactUnet } from '../architectures/compact-unet.ts';
import { forwardGraph, namesOf } from '../architectures/inference.ts';
import { initialState, layoutOf } from '../architectures/layout.ts';
import { architectures } from '../architectures/list.ts';
import { conv } from './convolution.ts';
import { eightBits, rangedTensors, rangesGraph } from './eight-bits.ts';
import { relu } from './elementwise.ts';
import { Graph } from './graph.ts';
import { softmax } from './reduction.ts';
import { float32 } from './tensor.ts';
import { writeOnnx } from './write-onnx.ts';

const device = { provider: 'cpu', threads: 1 } as const;
const side = 64;
const draw = random(4);
const image = float32(
  [1, 1, side, side],
  Float32Array.from({ length: side * side }, () => draw.normal(0, 1)),
);

it('finds the ranges that the values of a network have', async () => {
  const graph = new Graph();
  const x = graph.input('image', 'float32', [1, 1, side, side]);
  const w = graph.constant(float32([1, 1, 1, 1], [-2]));
  graph.output('y', relu(graph, conv(graph, x, w, null)));
  expect(rangedTensors(graph)).toHaveLength(2);
  const session = await openSession(writeOnnx(rangesGraph(graph), { name: 'ranges' }), device);
  const { low, high } = await session.run({ image });
  const [least, most] = [Math.min(...image.data), Math.max(...image.data)];
  expect([...(low.data as Float32Array)]).toEqual([Math.fround(-2 * most), 0]);
  expect([...(high.data as Float32Array)]).toEqual([Math.fround(-2 * least), Math.fround(-2 * least)]);
});

it.each(architectures.filter(({ kind }) => kind === 'segmentation').map((a) => [a.name, a] as const))(
  'gives nearly what the whole %s gives, from bytes',
  async (_, architecture) => {
    const state = initialState(layoutOf(architecture, 2), 3);
    const graph = forwardGraph({ architecture, outputs: 2, state, normalisation: 'none' });
    const exact = await openSession(writeOnnx(graph, namesOf(architecture)), device);
    const trial = await tryReduced(
      graph,
      namesOf(architecture),
      exact,
      2,
      { learned: [{ image }], tried: [{ image }, { image }] },
      device,
    );
    const [whole, small] = [await exact.run({ image }), await trial.session.run({ image })];
    const [a, b] = [whole['probabilities'].data as Float32Array, small['probabilities'].data as Float32Array];
    const spread = Math.sqrt(a.reduce((sum, p) => sum + (p - 0.5) ** 2, 0) / a.length);
    const off = Math.sqrt(a.reduce((sum, p, i) => sum + (p - b[i]) ** 2, 0) / a.length);
    expect(off).toBeGreaterThan(0);
    expect(off).toBeLessThan(0.2 * spread);
    expect(trial.agreement).toBeGreaterThan(0.8);
    expect(trial.agreement).toBeLessThanOrEqual(1);
  },
);

it('does not call a form good that answers differently', async () => {
  // classes by the sign of a value that goes through a convolution of bytes: a spike leaves no levels for the others
  const graph = new Graph();
  const x = graph.input('image', 'float32', [1, 1, side, side]);
  const constant = (shape: readonly number[], value: (i: number) => number) =>
    graph.constant(
      float32(
        shape,
        Float32Array.from({ length: shape.reduce((m, n) => m * n, 1) }, (_, i) => value(i)),
      ),
    );
  const zeros = constant([4], () => 0);
  const four = conv(
    graph,
    x,
    constant([4, 1, 1, 1], () => 1),
    zeros,
  );
  const same = conv(
    graph,
    relu(graph, four),
    constant([4, 4, 1, 1], (i) => (i % 5 === 0 ? 1 : 0)),
    zeros,
  );
  const scores = conv(
    graph,
    same,
    constant([2, 4, 1, 1], (i) => (i < 4 ? 1 : 0)),
    constant([2], (i) => i),
  );
  graph.output('probabilities', softmax(graph, scores, 1));
  const exact = await openSession(writeOnnx(graph, { name: 'sign' }), device);
  const agreement = async (data: Float32Array) => {
    const parts = [{ image: float32([1, 1, side, side], data) }];
    return (await tryReduced(graph, { name: 'sign' }, exact, 2, { learned: parts, tried: parts }, device)).agreement;
  };
  expect(await agreement(image.data)).toBeGreaterThan(0.95);
  expect(await agreement(image.data.map((v, i) => (i === 5 ? 1e5 : v)))).toBeLessThan(0.95);
});

it('is equal for equal networks and ranges', () => {
  const state = initialState(layoutOf(compactUnet, 2), 3);
  const make = () => {
    const graph = forwardGraph({ architecture: compactUnet, outputs: 2, state, normalisation: 'given' });
    return writeOnnx(
      eightBits(
        graph,
        rangedTensors(graph).map(() => ({ low: -1, high: 3 })),
      ),
      namesOf(compactUnet),
    );
  };
  expect(make()).toEqual(make());
});
