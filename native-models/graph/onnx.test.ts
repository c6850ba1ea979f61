import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Failure } from '../../app/domain/failure.ts';
import { evaluate } from '../gradient/fixtures/check-gradient.ts';
import { add, mul } from './elementwise.ts';
import { Graph } from './graph.ts';
import { ProtobufWriter, protobufFields, protobufInts } from './protobuf.ts';
import { readOnnx } from './read-onnx.ts';
import { broadcast, float32, int64 } from './tensor.ts';
import { writeOnnx } from './write-onnx.ts';

function small(): Graph {
  const graph = new Graph();
  const x = graph.input('x', 'float32', [2, 3]);
  const w = graph.constant(float32([3], [1, 2, 3]), 'w');
  graph.output('y', add(graph, mul(graph, x, w), graph.scalar(0.5)));
  mul(graph, x, x);
  return graph;
}

describe('writing', () => {
  test('equal construction gives equal bytes', () => {
    expect(writeOnnx(small(), { name: 'a' })).toEqual(writeOnnx(small(), { name: 'a' }));
  });

  test('a file computes what the graph says', async () => {
    const { y } = await evaluate(small(), { x: float32([2, 3], [1, 2, 3, 4, 5, 6]) });
    expect(Array.from(y.data as Float32Array)).toEqual([1.5, 4.5, 9.5, 4.5, 10.5, 18.5]);
  });

  test('what no output needs is left out', () => {
    expect(readOnnx(writeOnnx(small(), { name: 'a' }), 'a').nodes.map((n) => n.op)).toEqual(['Mul', 'Add']);
  });

  test('an output that is an input, a constant or another output is a copy', async () => {
    const graph = new Graph();
    const x = graph.input('x', 'float32', [2]);
    const doubled = add(graph, x, x);
    graph.output('same', x);
    graph.output('five', graph.scalar(5));
    graph.output('first', doubled);
    graph.output('second', doubled);
    const given = await evaluate(graph, { x: float32([2], [1, 2]) });
    expect(Object.values(given).map(({ data }) => Array.from(data as Float32Array))).toEqual([
      [1, 2],
      [5],
      [2, 4],
      [2, 4],
    ]);
  });

  test('constants are computed while building', () => {
    const graph = new Graph();
    const three = add(graph, graph.scalar(1), graph.scalar(2));
    expect(three.constant?.[0]).toBe(3);
    const doubled = mul(graph, graph.constant(float32([2], [1, 2])), graph.scalar(2));
    expect(Array.from(doubled.constant as Float32Array)).toEqual([2, 4]);
    expect(graph.nodes).toHaveLength(0);
  });
});

describe('reading', () => {
  test('gives back what was written', () => {
    const bytes = writeOnnx(small(), {
      name: 'a',
      metadata: { one: '1', 'zwei µ': 'β' },
      freeAxes: { x: ['batch', null] },
      extra: { more: int64([2], [-5, 2 ** 40]) },
    });
    const model = readOnnx(bytes, 'a.onnx');
    expect(model.producer).toBe('Morphoscope');
    expect(model.operatorSet).toBe(17);
    expect(model.metadata).toEqual({ one: '1', 'zwei µ': 'β' });
    expect(model.inputs).toEqual([{ name: 'x', type: 'float32', shape: ['batch', 3] }]);
    expect(model.outputs).toEqual([{ name: 'y', type: 'float32', shape: [2, 3] }]);
    expect(model.constants.get('w')).toEqual(float32([3], [1, 2, 3]));
    expect(model.constants.get('more')).toEqual(int64([2], [-5, 2 ** 40]));
  });

  test('constants kept as lists of numbers are read too', () => {
    const model = new ProtobufWriter()
      .message(7, (graph) => {
        graph.message(5, (t) => {
          const packed = new Uint8Array(Float32Array.of(1.5, -2).buffer);
          t.int(1, 2).int(2, 1).bytes(4, packed).text(8, 'floats');
        });
        graph.message(5, (t) =>
          t
            .int(1, 2)
            .int(2, 7)
            .bytes(7, Uint8Array.of(3, 0x80, 0x01))
            .text(8, 'wholes'),
        );
        graph.message(12, (v) => v.text(1, 'y'));
      })
      .message(8, (o) => o.int(2, 17))
      .finish();
    const { constants } = readOnnx(model, 'a');
    expect(constants.get('floats')).toEqual(float32([2], [1.5, -2]));
    expect(constants.get('wholes')).toEqual(int64([2], [3, 128]));
  });

  test('a cut file is a failure that names it, at every length', () => {
    const bytes = writeOnnx(small(), { name: 'a', metadata: { k: 'v' } });
    for (let length = 0; length < bytes.length; length++) {
      try {
        readOnnx(bytes.subarray(0, length), 'cut.onnx');
      } catch (thrown) {
        expect(thrown).toBeInstanceOf(Failure);
        expect((thrown as Failure).info.subject).toBe('cut.onnx');
      }
    }
    expect(() => readOnnx(bytes.subarray(0, 40), 'cut.onnx')).toThrow(Failure);
    expect(() => readOnnx(new TextEncoder().encode('a text that is no model'), 'x')).toThrow(Failure);
  });

  test('weights in other files are refused', () => {
    const model = new ProtobufWriter()
      .message(7, (graph) => {
        graph.message(5, (t) => t.int(1, 2).int(2, 1).text(8, 'far').int(14, 1));
        graph.message(12, (v) => v.text(1, 'y'));
      })
      .message(8, (o) => o.int(2, 17))
      .finish();
    expect(() => readOnnx(model, 'a.onnx')).toThrow(/other files/);
  });
});

test('whole numbers of any size survive', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }), (value) => {
      const [field] = protobufFields(new ProtobufWriter().int(3, value).finish());
      expect(field.field).toBe(3);
      expect(field.int).toBe(value);
      expect(protobufInts(field)).toEqual([value]);
    }),
  );
});

test('shapes broadcast as in NumPy', () => {
  expect(broadcast([2, 1, 4], [3, 1])).toEqual([2, 3, 4]);
  expect(broadcast([], [2])).toEqual([2]);
  expect(() => broadcast([2], [3])).toThrow();
});
