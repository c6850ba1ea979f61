import { describe, expect, it } from 'vitest';
import { maskArea } from '../../domain/run-mask.ts';
import { memorySource } from '../../formats/memory-source.ts';
import { openAcquisition } from '../../formats/open.ts';
import { sampleScene } from '../../simulation/sample-scene.ts';
import { type SimulateRequest, simulateTask } from './simulate.ts';

const request = (over: Partial<SimulateRequest>): SimulateRequest => ({
  kind: 'overlap',
  seed: 5,
  size: 96,
  published: 0,
  ...over,
});
const make = async (over: Partial<SimulateRequest>) => simulateTask.run(request(over), {} as never);

async function frames(name: string, bytes: Uint8Array) {
  const [image] = (await openAcquisition(memorySource(name, bytes))).images;
  const planes = await Promise.all(Array.from({ length: image.frameCount }, (_, i) => image.readFrame(i)));
  return { image, planes: planes.map((plane) => Array.from(plane, Number)) };
}

describe('simulated files', () => {
  it('hold the counts with their pixel size, whole overlapping particles and the classes', async () => {
    const scene = sampleScene('overlap', 5, { width: 96, height: 96, published: 0 });
    const made = await make({});
    expect(made).toMatchObject({ kind: 'overlap', extension: 'tif', particles: scene.particles.length });
    const { image, planes } = await frames('a.tif', made.picture);
    expect(image.axes.map((a) => [a.scale, a.units])).toEqual(
      Array(2).fill([expect.closeTo(scene.pixelSize, 6), 'nm']),
    );
    expect(planes[0]).toEqual(Array.from(scene.image.data, (v) => Math.max(0, Math.round(v))));
    const areas = new Map<number, number>();
    for (const plane of (await frames('l.tif', made.labels)).planes)
      for (const id of plane) if (id > 0) areas.set(id, (areas.get(id) ?? 0) + 1);
    expect([...areas].sort((a, b) => a[0] - b[0])).toEqual(
      scene.particles.map((p) => [p.instance.id, p.instance.area]),
    );
    const classes = (await frames('c.tif', made.classes)).planes;
    const { particle, overlap, patch } = scene.classes;
    expect(classes).toEqual([particle, overlap, patch].map((plane) => Array.from(plane)));
  });

  it('say in the truth what each particle is', async () => {
    const scene = sampleScene('sem', 9, { width: 96, height: 96, published: 0 });
    const truth = JSON.parse((await make({ kind: 'sem', seed: 9 })).truth);
    expect(truth).toMatchObject({ kind: 'sem', seed: 9, pixelSizeNm: scene.pixelSize, brightParticles: true });
    expect(truth.particles.map((p: { visibleAreaPx: number }) => p.visibleAreaPx)).toEqual(
      scene.particles.map((p) => maskArea(p.visible)),
    );
  });

  it('are 8-bit pictures when they look as printed', async () => {
    const made = await make({ kind: 'bright-field', published: 1 });
    expect(made.extension).toBe('png');
    const { image } = await frames('a.png', made.picture);
    expect([image.elementType, ...image.shape]).toEqual(['uint8', 96, 96]);
  });

  it('fail for a kind that is none, and name those that are', async () => {
    await expect(async () => make({ kind: 'cartoon' })).rejects.toMatchObject({
      info: {
        tag: 'invalid-input',
        message: expect.stringContaining('cartoon'),
        remedy: expect.stringContaining('haadf'),
      },
    });
  });
});
