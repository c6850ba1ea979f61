import { describe, test } from 'vitest';
import { averagePool, conv, convGeometry, convTranspose, globalAveragePool, maxPool } from '../graph/convolution.ts';
import { add, div, exp, log, mul, neg, pow, relu, sigmoid, sqrt, sub } from '../graph/elementwise.ts';
import { batchNormTraining, dropout } from '../graph/normalise.ts';
import { dense, matMul } from '../graph/products.ts';
import { logSoftmax, reduceMean, reduceSum, softmax } from '../graph/reduction.ts';
import { upsample } from '../graph/resize.ts';
import { concat, expand, flatten, pad, reshape, slice, transpose } from '../graph/shape.ts';
import { float32 } from '../graph/tensor.ts';
import { checkGradient, type GradientCase } from './fixtures/check-gradient.ts';

/** Values at least 0.01 apart, so that no small step changes which is the largest or crosses zero. */
const apart = (shape: number[]) => {
  const size = shape.reduce((a, b) => a * b, 1);
  return float32(
    shape,
    Float32Array.from({ length: size }, (_, i) => (((i * 37) % size) - size / 2 + 0.5) * 0.05),
  );
};
const image = [2, 3, 6, 8];

const cases: Record<string, GradientCase> = {
  'Add with broadcasting': { shapes: { a: [2, 3, 4], b: [3, 1] }, build: (g, { a, b }) => add(g, a, b) },
  'Sub with broadcasting': { shapes: { a: [3, 1], b: [2, 3, 4] }, build: (g, { a, b }) => sub(g, a, b) },
  'Mul with broadcasting': { shapes: { a: [2, 3, 4], b: [1, 3, 1] }, build: (g, { a, b }) => mul(g, a, b) },
  'Mul by itself': { shapes: { a: [2, 5] }, build: (g, { a }) => mul(g, a, a) },
  'Div with broadcasting': {
    shapes: { a: [2, 3, 4], b: [4] },
    range: [0.5, 2],
    build: (g, { a, b }) => div(g, a, b),
  },
  Neg: { shapes: { a: [5] }, build: (g, { a }) => neg(g, a) },
  Relu: { shapes: { a: [4, 6] }, values: { a: apart([4, 6]) }, build: (g, { a }) => relu(g, a) },
  Sigmoid: { shapes: { a: [4, 6] }, build: (g, { a }) => sigmoid(g, a) },
  Exp: { shapes: { a: [4, 6] }, build: (g, { a }) => exp(g, a) },
  Log: { shapes: { a: [4, 6] }, range: [0.5, 2], build: (g, { a }) => log(g, a) },
  Sqrt: { shapes: { a: [4, 6] }, range: [0.5, 2], build: (g, { a }) => sqrt(g, a) },
  'Pow 2': { shapes: { a: [4, 6] }, build: (g, { a }) => pow(g, a, 2) },
  'Pow 2.5': { shapes: { a: [4, 6] }, range: [0.5, 2], build: (g, { a }) => pow(g, a, 2.5) },
  'a value used twice': { shapes: { a: [3, 3] }, build: (g, { a }) => add(g, exp(g, a), mul(g, a, sigmoid(g, a))) },
  MatMul: { shapes: { a: [2, 3, 4], b: [2, 4, 5] }, build: (g, { a, b }) => matMul(g, a, b) },
  'MatMul with one matrix for all': { shapes: { a: [2, 3, 4], b: [4, 5] }, build: (g, { a, b }) => matMul(g, a, b) },
  'full layer': { shapes: { x: [3, 5], w: [2, 5], b: [2] }, build: (g, { x, w, b }) => dense(g, x, w, b) },
  Softmax: { shapes: { a: [2, 3, 2, 2] }, build: (g, { a }) => softmax(g, a, 1) },
  LogSoftmax: { shapes: { a: [2, 3, 2, 2] }, build: (g, { a }) => logSoftmax(g, a, 1) },
  ReduceSum: { shapes: { a: [2, 3, 4] }, build: (g, { a }) => reduceSum(g, a, [0, 2]) },
  'ReduceMean keeping axes': { shapes: { a: [2, 3, 4] }, build: (g, { a }) => reduceMean(g, a, [1], true) },
  GlobalAveragePool: { shapes: { x: image }, build: (g, { x }) => globalAveragePool(g, x) },
  Reshape: { shapes: { a: [2, 6] }, build: (g, { a }) => reshape(g, a, [3, 4]) },
  Flatten: { shapes: { a: [2, 3, 4] }, build: (g, { a }) => flatten(g, a) },
  Transpose: { shapes: { a: [2, 3, 4] }, build: (g, { a }) => transpose(g, a, [2, 0, 1]) },
  Expand: { shapes: { a: [2, 1, 4] }, build: (g, { a }) => expand(g, a, [2, 3, 4]) },
  Concat: { shapes: { a: [2, 1, 3], b: [2, 4, 3] }, build: (g, { a, b }) => concat(g, [a, b, a], 1) },
  Slice: {
    shapes: { a: [4, 7] },
    build: (g, { a }) =>
      slice(g, a, [
        { axis: 0, start: 1, end: 3 },
        { axis: 1, start: 1, end: 7, step: 2 },
      ]),
  },
  'Slice whose last step ends inside': {
    shapes: { a: [4, 8] },
    build: (g, { a }) => slice(g, a, [{ axis: 1, start: 1, end: 8, step: 3 }]),
  },
  'Slice past whose last step is no room': {
    shapes: { a: [4, 7] },
    build: (g, { a }) => slice(g, a, [{ axis: 1, start: 0, end: 7, step: 3 }]),
  },
  Pad: { shapes: { a: [2, 3] }, build: (g, { a }) => pad(g, a, [0, 2], [1, 1]) },
  'Conv 3 x 3': {
    shapes: { x: image, w: [4, 3, 3, 3], b: [4] },
    build: (g, { x, w, b }) => conv(g, x, w, b, { pad: 1 }),
  },
  'Conv 3 x 3, many channels': {
    shapes: { x: [2, 8, 5, 6], w: [4, 8, 3, 3] },
    build: (g, { x, w }) => conv(g, x, w, null, { pad: 1 }),
  },
  'Conv 3 x 3 on large maps': {
    shapes: { x: [2, 8, 12, 14], w: [4, 8, 3, 3] },
    build: (g, { x, w }) => conv(g, x, w, null, { pad: 1 }),
  },
  'Conv 3 x 3 with stride on large maps': {
    shapes: { x: [1, 8, 25, 23], w: [4, 8, 3, 3] },
    build: (g, { x, w }) => conv(g, x, w, null, { pad: 1, stride: 2 }),
  },
  'Conv of few channels on large maps': {
    shapes: { x: [2, 2, 12, 14], w: [4, 2, 3, 3] },
    build: (g, { x, w }) => conv(g, x, w, null, { pad: 1 }),
  },
  'Conv with uneven pads': {
    shapes: { x: image, w: [4, 3, 3, 2] },
    build: (g, { x, w }) => conv(g, x, w, null, { pad: [0, 1, 2, 0] }),
  },
  'Conv with pads wider than the kernel': {
    shapes: { x: [1, 2, 5, 5], w: [2, 2, 1, 1] },
    build: (g, { x, w }) => conv(g, x, w, null, { pad: 1 }),
  },
  'Conv with stride': {
    shapes: { x: image, w: [4, 3, 3, 3] },
    build: (g, { x, w }) => conv(g, x, w, null, { pad: 1, stride: 2 }),
  },
  'Conv 7 x 7 with stride 2 on odd sizes': {
    shapes: { x: [1, 1, 11, 9], w: [2, 1, 7, 7] },
    build: (g, { x, w }) => conv(g, x, w, null, { pad: 3, stride: 2 }),
  },
  'Conv 1 x 1 with stride 2': {
    shapes: { x: image, w: [4, 3, 1, 1] },
    build: (g, { x, w }) => conv(g, x, w, null, { stride: 2 }),
  },
  'Conv with dilation': {
    shapes: { x: [2, 8, 7, 8], w: [4, 8, 3, 3] },
    build: (g, { x, w }) => conv(g, x, w, null, { pad: 2, dilation: 2 }),
  },
  'Conv in groups': {
    shapes: { x: [2, 4, 5, 6], w: [6, 2, 3, 3] },
    build: (g, { x, w }) => conv(g, x, w, null, { pad: 1, groups: 2 }),
  },
  'Conv of each channel alone': {
    shapes: { x: [2, 4, 5, 6], w: [4, 1, 3, 3] },
    build: (g, { x, w }) => conv(g, x, w, null, { pad: 1, groups: 4 }),
  },
  'Conv of each channel alone with stride': {
    shapes: { x: [2, 4, 6, 6], w: [4, 1, 3, 3] },
    build: (g, { x, w }) => conv(g, x, w, null, { pad: 1, groups: 4, stride: 2 }),
  },
  'Conv of each channel into two': {
    shapes: { x: [2, 3, 5, 6], w: [6, 1, 3, 3] },
    build: (g, { x, w }) => conv(g, x, w, null, { pad: 1, groups: 3 }),
  },
  ConvTranspose: {
    shapes: { x: [2, 3, 4, 5], w: [3, 4, 2, 2], b: [4] },
    build: (g, { x, w, b }) => convTranspose(g, x, w, b, convGeometry([2, 2], { stride: 2 })),
  },
  'ConvTranspose 3 x 3 with extra rows': {
    shapes: { x: [2, 3, 4, 5], w: [3, 4, 3, 3] },
    build: (g, { x, w }) => convTranspose(g, x, w, null, convGeometry([3, 3], { stride: 2, pad: 1 }), [1, 1]),
  },
  'MaxPool 2 x 2': { shapes: { x: image }, values: { x: apart(image) }, build: (g, { x }) => maxPool(g, x, 2) },
  'MaxPool 3 x 3, overlapping': {
    shapes: { x: image },
    values: { x: apart(image) },
    build: (g, { x }) => maxPool(g, x, 3, { stride: 2, pad: 1 }),
  },
  'AveragePool 2 x 2': { shapes: { x: image }, build: (g, { x }) => averagePool(g, x, 2) },
  'AveragePool 3 x 3, overlapping': {
    shapes: { x: image },
    build: (g, { x }) => averagePool(g, x, 3, { stride: 1, pad: 1 }),
  },
  'Resize nearest': { shapes: { x: image }, build: (g, { x }) => upsample(g, x, 'nearest') },
  'Resize bilinear': { shapes: { x: image }, build: (g, { x }) => upsample(g, x, 'bilinear') },
  'BatchNormalization of images': {
    shapes: { x: image, gamma: [3], beta: [3] },
    build: (g, { x, gamma, beta }) => batchNormTraining(g, x, gamma, beta, 1e-5).y,
  },
  'BatchNormalization after Conv and before Relu': {
    shapes: { x: image, w: [4, 3, 3, 3], gamma: [4], beta: [4] },
    range: [0.1, 1],
    build: (g, { x, w, gamma, beta }) => sigmoid(g, batchNormTraining(g, conv(g, x, w, null), gamma, beta, 1e-5).y),
  },
  'Dropout with a given mask': {
    shapes: { x: [3, 4] },
    build: (g, { x }) => dropout(g, x, g.constant(float32([3, 4], [0, 2, 2, 0, 2, 0, 0, 2, 0, 2, 0, 2]))),
  },
};

describe('reverse mode agrees with central differences', () => {
  for (const [name, check] of Object.entries(cases)) test(name, () => checkGradient(check));
});
