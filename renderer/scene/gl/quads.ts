import {
  BufferAttribute,
  BufferGeometry,
  CustomBlending,
  DoubleSide,
  GLSL3,
  type IUniform,
  Mesh,
  OneFactor,
  RawShaderMaterial,
  type Scene,
  Vector2,
  Vector3,
  Vector4,
  ZeroFactor,
} from 'three';
import type { TexelKind } from '../tiles/pictures.ts';
import { labelFragmentShader } from './label-shader.ts';
import { imageFragmentShader, tileVertexShader } from './shaders.ts';

/** How an image quad samples its texels. */
export type Sampling = 'nearest' | 'box' | 'blend';

/** Plain labels: no instance is selected, hidden or otherwise marked. Packed: four pages of them. */
export type LabelQuadKind = 'labels' | 'plain labels' | 'packed labels' | 'plain packed labels';
export type QuadKind = `${TexelKind} ${Sampling}` | LabelQuadKind;

export type Quad = Mesh<BufferGeometry, RawShaderMaterial>;

const common = (): Record<string, IUniform> => ({
  clip: { value: new Vector4() },
  texels: { value: new Vector2() },
  tile: { value: null },
  colours: { value: null },
  footprint: { value: 1 },
  apron: { value: 1 },
});

function material(kind: QuadKind): RawShaderMaterial {
  if (kind.endsWith('labels')) {
    return new RawShaderMaterial({
      defines: Object.fromEntries(
        ['PLAIN', 'PACKED'].filter((w) => kind.toUpperCase().includes(w)).map((w) => [w, '']),
      ),
      glslVersion: GLSL3,
      vertexShader: tileVertexShader,
      fragmentShader: labelFragmentShader,
      transparent: true,
      // as usual for colours; the canvas stays as opaque as it is
      blending: CustomBlending,
      blendSrcAlpha: ZeroFactor,
      blendDstAlpha: OneFactor,
      side: DoubleSide,
      depthTest: false,
      depthWrite: false,
      uniforms: {
        ...common(),
        states: { value: null },
        line: { value: 1.5 },
        fill: { value: 0 },
        hatch: { value: 0 },
        opacity: { value: 1 },
        accent: { value: new Vector3(0.31, 0.64, 1) },
      },
    });
  }
  const [texels, sampling] = kind.split(' ').map((word) => word.toUpperCase());
  return new RawShaderMaterial({
    glslVersion: GLSL3,
    vertexShader: tileVertexShader,
    fragmentShader: imageFragmentShader,
    defines: { [texels]: '', [sampling]: '' },
    side: DoubleSide,
    depthTest: false,
    depthWrite: false,
    uniforms: { ...common(), window: { value: new Vector2(0, 1) }, opacity: { value: 1 } },
  });
}

/** Quads that are drawn again and again with other tiles, so that drawing allocates nothing. */
export class QuadPool {
  readonly #scene: Scene;
  readonly #geometry = new BufferGeometry();
  readonly #quads = new Map<QuadKind, { used: number; readonly list: Quad[] }>();

  constructor(scene: Scene) {
    this.#scene = scene;
    this.#geometry.setAttribute(
      'position',
      new BufferAttribute(new Float32Array([0, 0, 0, 1, 0, 0, 1, 1, 0, 0, 1, 0]), 3),
    );
    this.#geometry.setIndex([0, 1, 2, 0, 2, 3]);
  }

  /** Hides all quads; `take` shows them one by one in drawing order. */
  begin(): void {
    for (const pool of this.#quads.values()) {
      pool.used = 0;
      for (const quad of pool.list) quad.visible = false;
    }
  }

  take(kind: QuadKind, order: number): Quad {
    let pool = this.#quads.get(kind);
    if (pool === undefined) {
      pool = { used: 0, list: [] };
      this.#quads.set(kind, pool);
    }
    let quad = pool.list[pool.used++];
    if (quad === undefined) {
      quad = new Mesh(this.#geometry, material(kind));
      quad.frustumCulled = false;
      quad.matrixAutoUpdate = false;
      pool.list.push(quad);
      this.#scene.add(quad);
    }
    quad.visible = true;
    quad.renderOrder = order;
    return quad;
  }

  dispose(): void {
    this.#geometry.dispose();
    for (const { list } of this.#quads.values()) for (const quad of list) quad.material.dispose();
  }
}
