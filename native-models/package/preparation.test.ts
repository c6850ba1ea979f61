import { describe, expect, it } from 'vitest';
import { modelCard } from '../../app/domain/training/fixtures/model-card.ts';
import { Preprocessing } from '../../app/domain/training/training-settings.ts';
import { random } from '../../app/math/random.ts';
import { preprocessed } from '../../app/pipeline/preprocess.ts';
import { quietWork } from '../../app/ports/work.ts';
import { packModel } from '../../main/engine/model-files.ts';
import { ModelSession } from '../../main/engine/model-session.ts';
import { openSession } from '../../main/engine/runtime.ts';
import { compactUnet } from '../architectures/compact-unet.ts';
import { initialState, layoutOf } from '../architectures/layout.ts';
import { Graph } from '../graph/graph.ts';
import { float32 } from '../graph/tensor.ts';
import { writeOnnx } from '../graph/write-onnx.ts';
import { prepared } from './preparation.ts';

const device = { provider: 'cpu', threads: 1 } as const;
const [width, height] = [53, 38];
const draw = random(2);
const data = Float32Array.from({ length: width * height }, () => Math.round(draw.normal(900, 60)));
// hits: alone, in a pair, at the border and in a corner
for (const i of [700, 701, 5, 0, width * height - 1, 10 * width]) data[i] = 30_000;
const image = { width, height, data };

describe('a preparation inside a model file', () => {
  it.each([{ median: 3 }, { hits: 8 }, { hits: 8, median: 3 }, {}])('%j does what the program does', async (asked) => {
    const preprocessing = Preprocessing.parse(asked);
    const graph = new Graph();
    const x = graph.input('image', 'float32', [1, 1, 8, 8]);
    graph.output('y', prepared(graph, x, preprocessing));
    const free = [null, null, 'height', 'width'];
    const session = await openSession(writeOnnx(graph, { name: 'p', freeAxes: { image: free, y: free } }), device);
    const { y } = await session.run({ image: float32([1, 1, height, width], data) });
    expect(y.shape).toEqual([1, 1, height, width]);
    const own = preprocessed(image, preprocessing, quietWork).data;
    const found = y.data as Float32Array;
    expect(found.reduce((most, v, i) => Math.max(most, Math.abs(v - own[i])), 0)).toBeLessThan(0.01);
    if (preprocessing.hits !== null) expect(Math.max(...found)).toBeLessThan(1500);
  });

  it('lets a file give what the program gives for the prepared image', async () => {
    const numbers = initialState(layoutOf(compactUnet, 2), 5);
    const preprocessing = Preprocessing.parse({ hits: 8, median: 3 });
    const file = await openSession(await packModel(modelCard({ preprocessing }), numbers), device);
    const { probabilities } = await file.run({ image: float32([1, 1, height, width], data) });
    const engine = await ModelSession.open({ architecture: 'compact-unet', outputs: 2, ...numbers, device });
    const pixels = preprocessed(image, preprocessing, quietWork).data;
    const own = await engine.predict({ pixels, width, height, memory: 1e9 }, async () => undefined);
    const found = probabilities.data as Float32Array;
    expect(found.reduce((most, v, i) => Math.max(most, Math.abs(v - own[i])), 0)).toBeLessThan(1e-4);
  });
});
