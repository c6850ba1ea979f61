import { Failure } from '../../domain/failure.ts';
import type { Instance } from '../../domain/instance.ts';
import { writePng } from '../../formats/png/write.ts';
import { writeLabelTiff, writeTiff } from '../../formats/tiff/write.ts';
import { instancesToPages } from '../../particles/pages.ts';
import { task } from '../../ports/task.ts';
import { type SceneKind, sampleScene, sceneKinds } from '../../simulation/sample-scene.ts';
import type { Scene } from '../../simulation/scene.ts';

export interface SimulateRequest {
  readonly kind: string;
  readonly seed: number;
  /** Side of the square frame, px. */
  readonly size: number;
  /** Share of scenes that look as printed in a journal; the rest are as the detector gave them. */
  readonly published: number;
}

/** A simulated micrograph as files. */
export interface SimulatedFiles {
  readonly kind: string;
  readonly particles: number;
  /** 'png' when it looks as printed (8 bit), else 'tif' (16 bit counts, with its pixel size). */
  readonly extension: 'png' | 'tif';
  readonly picture: Uint8Array;
  /** What shows of every particle; those that overlap in transmission stand whole, on further pages. */
  readonly labels: Uint8Array;
  /** Three 8-bit pages: particle; one or several particles; core and patch. */
  readonly classes: Uint8Array;
  /** JSON */
  readonly truth: string;
}

/** Throws `Failure` invalid-input for an unknown kind. */
export function sceneKindOf(kind: string): SceneKind {
  const known = sceneKinds.find((k) => k === kind);
  if (known === undefined)
    throw new Failure(
      'invalid-input',
      `There is no kind of scene “${kind}”.`,
      `Choose one of ${sceneKinds.join(', ')}.`,
    );
  return known;
}

function pictureOf({ image, printed, pixelSize }: Scene): Uint8Array {
  const { width, height } = image;
  if (printed) return writePng({ width, height, channels: 1, data: Uint8ClampedArray.from(image.data) });
  const data = Uint16Array.from(image.data, (v) => Math.min(65535, Math.max(0, Math.round(v))));
  return writeTiff([{ width, height, data }], { pixelSizeNm: pixelSize, deflate: true });
}

function truthOf(scene: Scene, request: SimulateRequest): string {
  const { kind, seed, pixelSize, bright, particles } = scene;
  const rows = particles.map(({ instance, visible, shape, x, y, radius, superEllipse }) => ({
    id: instance.id,
    shape,
    centerPx: [x, y],
    radiusPx: radius,
    areaPx: instance.area,
    visibleAreaPx: visibleArea(visible.runs),
    atBorder: instance.atBorder,
    ...(superEllipse === null ? {} : { superEllipse }),
  }));
  return `${JSON.stringify({ request, kind, seed, pixelSizeNm: pixelSize, brightParticles: bright, particles: rows }, null, 1)}\n`;
}

const visibleArea = (runs: Uint32Array): number => runs.reduce((sum, n, i) => (i % 2 === 1 ? sum + n : sum), 0);

/** One simulated micrograph with its truth, as bytes of files. Throws `Failure` invalid-input for an unknown kind. */
export const simulateTask = task('simulate', (request: SimulateRequest): SimulatedFiles => {
  const { seed, size } = request;
  const scene = sampleScene(sceneKindOf(request.kind), seed, {
    width: size,
    height: size,
    published: request.published,
  });
  const frame = { width: size, height: size };
  const shown: Instance[] = scene.particles.map((p) => ({ ...p.instance, mask: p.visible }));
  const { particle, overlap, patch } = scene.classes;
  const { pixelSize } = scene;
  return {
    kind: scene.kind,
    particles: scene.particles.length,
    extension: scene.printed ? 'png' : 'tif',
    picture: pictureOf(scene),
    labels: writeLabelTiff(instancesToPages(shown, size, size), { pixelSizeNm: pixelSize }),
    classes: writeTiff(
      [particle, overlap, patch].map((data) => ({ ...frame, data })),
      { pixelSizeNm: pixelSize, deflate: true },
    ),
    truth: truthOf(scene, request),
  };
});
