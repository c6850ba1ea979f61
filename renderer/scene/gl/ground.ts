import {
  BufferAttribute,
  BufferGeometry,
  FramebufferTexture,
  GLSL3,
  Mesh,
  NearestFilter,
  Camera as NoCamera,
  RawShaderMaterial,
  Scene,
  type WebGLRenderer,
} from 'three';
import type { Rect, Size } from '../camera.ts';
import { groundFragmentShader, groundVertexShader } from './shaders.ts';

/**
 * A copy of the canvas as it is before labels come onto it. A change of labels then lays a piece of the copy down and draws labels over it:
 * one texel a pixel instead of the nine of an image that is zoomed out. Making the copy costs next to nothing as long as the canvas has
 * alpha: without, its pixels are stored in another way than a texture's.
 */
export class Ground {
  readonly #renderer: WebGLRenderer;
  readonly #scene = new Scene();
  readonly #camera = new NoCamera();
  readonly #geometry = new BufferGeometry();
  readonly #material = new RawShaderMaterial({
    glslVersion: GLSL3,
    vertexShader: groundVertexShader,
    fragmentShader: groundFragmentShader,
    depthTest: false,
    depthWrite: false,
    uniforms: { ground: { value: null } },
  });
  #copy: FramebufferTexture | null = null;
  #looks: string | null = null;

  constructor(renderer: WebGLRenderer) {
    this.#renderer = renderer;
    this.#geometry.setAttribute('position', new BufferAttribute(new Float32Array([-1, -1, 0, 3, -1, 0, -1, 3, 0]), 3));
    const mesh = new Mesh(this.#geometry, this.#material);
    mesh.frustumCulled = false;
    this.#scene.matrixWorldAutoUpdate = false;
    this.#scene.add(mesh);
  }

  /** The copy is of what looks like this. */
  shows(looks: string): boolean {
    return this.#looks === looks;
  }

  /** The copy is worth nothing any more. */
  forget(): void {
    this.#looks = null;
  }

  /** Copies the canvas, device px. */
  keep(looks: string, { width, height }: Size): void {
    if (this.#copy?.image.width !== width || this.#copy.image.height !== height) {
      this.#copy?.dispose();
      this.#copy = new FramebufferTexture(width, height);
      this.#copy.minFilter = NearestFilter;
      this.#copy.magFilter = NearestFilter;
      this.#material.uniforms['ground'].value = this.#copy;
    }
    this.#renderer.copyFramebufferToTexture(this.#copy);
    this.#looks = looks;
  }

  /** Lays a part of the copy onto the canvas, or all of it; device px, y down. */
  restore(part: Rect | 'all', { width, height }: Size): void {
    const renderer = this.#renderer;
    renderer.setViewport(0, 0, width, height);
    renderer.setScissorTest(part !== 'all');
    if (part !== 'all') renderer.setScissor(part.x, height - part.y - part.height, part.width, part.height);
    renderer.render(this.#scene, this.#camera);
  }

  /** The GPU lost everything: starts anew. */
  restart(): void {
    this.#copy = null;
    this.#looks = null;
  }

  dispose(): void {
    this.#copy?.dispose();
    this.#geometry.dispose();
    this.#material.dispose();
  }
}
