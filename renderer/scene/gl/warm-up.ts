import { DataTexture, FloatType, RedFormat, RedIntegerFormat, UnsignedByteType } from 'three';
import type { QuadKind, QuadPool } from './quads.ts';

/** The programs that nearly every micrograph needs. */
const kinds: readonly QuadKind[] = [
  'uint nearest',
  'uint box',
  'float nearest',
  'float box',
  'labels',
  'plain labels',
  'packed labels',
  'plain packed labels',
];

/**
 * Puts one quad of every common kind into the scene, so that drawing it once makes the driver compile what the first
 * image will need: some 100 ms that would else be lost between a click and its picture. Returns the way to free what it took.
 */
export function layWarmUp(quads: QuadPool): () => void {
  const whole = new DataTexture(new Uint8Array(1), 1, 1, RedIntegerFormat, UnsignedByteType);
  const float = new DataTexture(new Float32Array(1), 1, 1, RedFormat, FloatType);
  const colour = new DataTexture(new Uint8Array(4), 1, 1);
  const textures = [whole, float, colour];
  for (const texture of textures) texture.needsUpdate = true;
  for (const kind of kinds) {
    const { material } = quads.take(kind, 0);
    const { uniforms } = material;
    uniforms['clip'].value.set(-1, 1, 1, -1);
    uniforms['tile'].value = kind.startsWith('float') ? float : whole;
    uniforms['colours'].value = colour;
    if (kind.endsWith('labels')) uniforms['states'].value = whole;
    material.uniformsNeedUpdate = true;
  }
  return () => {
    for (const texture of textures) texture.dispose();
  };
}
