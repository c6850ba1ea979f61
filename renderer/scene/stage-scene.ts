import { Color, Camera as NoCamera, Scene, WebGLRenderer } from 'three';
import { type Camera, type Rect, type Size, snapped } from './camera.ts';
import { Damage, overlap, partOnView } from './damage.ts';
import { levelFor } from './frame/pyramid.ts';
import { type Quad, QuadPool, type Sampling } from './gl/quads.ts';
import { ColourTables, LooksTextures } from './gl/textures.ts';
import { TileCache, type UploadedTile } from './gl/tile-cache.ts';
import { layWarmUp } from './gl/warm-up.ts';
import type { InstanceLooks } from './labels/instance-looks.ts';
import { type Picture, pictureOf } from './tiles/pictures.ts';
import { atHome, cameraIn, type TilePlace, tileOnScreen, tilesInSight } from './tiles/tiles.ts';
import { type Display, type ImageLayer, type LabelLayer, looksOf, type StageView, sourceOf } from './views.ts';

/** Milliseconds a drawing may spend on uploads before it shows coarser tiles and goes on in the next one. */
const uploadTime = 12;

/**
 * Draws micrographs and their instances into a canvas: plain data in, a picture out. Draws only when asked
 * (`show`, `redraw`); nothing runs while nothing changes. Survives the loss of the GPU's memory.
 */
export class StageScene {
  readonly #renderer: WebGLRenderer;
  readonly #scene = new Scene();
  readonly #camera = new NoCamera();
  readonly #quads: QuadPool;
  readonly #tiles: TileCache;
  readonly #tables = new ColourTables();
  readonly #looks = new Map<InstanceLooks, LooksTextures>();
  readonly #background = new Color();
  #views: readonly StageView[] = [];
  #shownLooks = '';
  readonly #damage = new Damage();
  #frameAsked = 0;
  #lost = false;
  #drawn: (milliseconds: number) => void = () => undefined;

  /** Throws when the browser has no WebGL 2. */
  constructor(canvas: HTMLCanvasElement) {
    this.#renderer = new WebGLRenderer({ canvas, context: contextOf(canvas) });
    this.#renderer.autoClear = false;
    this.#scene.matrixWorldAutoUpdate = false;
    this.#quads = new QuadPool(this.#scene);
    this.#tiles = new TileCache(this.#renderer);
    this.#warmUp();
    canvas.addEventListener('webglcontextlost', this.#onLost);
    canvas.addEventListener('webglcontextrestored', this.#onRestored);
  }

  /** Hears of every drawing and how long it took on this thread; for measuring. */
  onDrawn(hear: (milliseconds: number) => void): void {
    this.#drawn = hear;
  }

  /** Device px of the canvas. */
  resize(size: Size): void {
    this.#renderer.setPixelRatio(1);
    this.#renderer.setSize(size.width, size.height, false);
    this.redraw();
  }

  /** The colour around images, CSS. */
  setBackground(colour: string): void {
    this.#background.set(colour);
    this.#renderer.setClearColor(this.#background, 1);
    this.redraw();
  }

  /** Shows these views from the next animation frame on; draws nothing when they look like what is there. */
  show(views: readonly StageView[]): void {
    const looks = looksOf(views);
    this.#views = views;
    if (looks === this.#shownLooks) return;
    this.#shownLooks = looks;
    this.redraw();
  }

  /** Draws everything in the next animation frame. */
  redraw(): void {
    this.#damage.all();
    this.#ask();
  }

  /** Draws in the next animation frame what shows the pixels of `source` inside `box` (its own px), and no more. */
  patch(source: string, box: Rect): void {
    for (const view of this.#views) {
      for (const layer of view.layers) {
        if (sourceOf(layer) !== source) continue;
        const part = partOnView(box, view, layer);
        if (part !== null) this.#damage.add(part);
      }
    }
    if (!this.#damage.none) this.#ask();
  }

  #ask(): void {
    if (this.#frameAsked === 0 && !this.#lost) this.#frameAsked = requestAnimationFrame(this.#draw);
  }

  /** Frees what the GPU holds of pictures that pass. */
  forget(test: (url: string) => boolean): void {
    this.#tiles.drop(test);
    this.#shownLooks = '';
  }

  /** The canvas as it is now, as a PNG. */
  async picture(): Promise<Blob | null> {
    this.#draw();
    return new Promise((resolve) => this.#renderer.domElement.toBlob(resolve, 'image/png'));
  }

  dispose(): void {
    cancelAnimationFrame(this.#frameAsked);
    const canvas = this.#renderer.domElement;
    canvas.removeEventListener('webglcontextlost', this.#onLost);
    canvas.removeEventListener('webglcontextrestored', this.#onRestored);
    this.#tiles.drop(() => true);
    this.#quads.dispose();
    for (const textures of this.#looks.values()) textures.dispose();
    this.#tables.dispose();
    this.#renderer.dispose();
  }

  readonly #onLost = (event: Event): void => {
    event.preventDefault();
    this.#lost = true;
    cancelAnimationFrame(this.#frameAsked);
    this.#frameAsked = 0;
  };

  readonly #onRestored = (): void => {
    this.#lost = false;
    this.#renderer.setClearColor(this.#background, 1);
    this.#tiles.restart();
    this.#looks.clear();
    this.#tables.restart();
    this.redraw();
  };

  /** Draws one px of everything once, before there is anything to see. */
  #warmUp(): void {
    const renderer = this.#renderer;
    this.#quads.begin();
    const free = layWarmUp(this.#quads);
    renderer.setScissorTest(true);
    renderer.setViewport(0, 0, 1, 1);
    renderer.setScissor(0, 0, 1, 1);
    renderer.render(this.#scene, this.#camera);
    free();
  }

  readonly #draw = (): void => {
    this.#frameAsked = 0;
    const started = performance.now();
    const renderer = this.#renderer;
    const height = renderer.domElement.height;
    const damage = this.#damage.take();
    if (damage === 'all') {
      renderer.setScissorTest(false);
      renderer.clear();
    }
    renderer.setScissorTest(true);
    let complete = true;
    for (const view of this.#views) {
      if (view.rect.width < 1 || view.rect.height < 1) continue;
      const whole = view.clip ?? view.rect;
      const clip = damage === 'all' ? whole : overlap(whole, damage);
      if (clip === null) continue;
      renderer.setViewport(view.rect.x, height - view.rect.y - view.rect.height, view.rect.width, view.rect.height);
      renderer.setScissor(clip.x, height - clip.y - clip.height, clip.width, clip.height);
      this.#quads.begin();
      const camera = snapped(view.camera, view.rect);
      view.layers.forEach((layer, order) => {
        complete = this.#lay(layer, order * 32, camera, view.rect, started + uploadTime) && complete;
      });
      renderer.render(this.#scene, this.#camera);
    }
    this.#dropUnusedLooks();
    if (!complete) this.redraw();
    this.#drawn(performance.now() - started);
  };

  /** Puts the quads of a layer into the scene. False when tiles are still missing. */
  #lay(layer: ImageLayer | LabelLayer, order: number, camera: Camera, view: Size, deadline: number): boolean {
    const picture = pictureOf(layer.kind === 'image' ? layer.frame : layer.labels);
    const own = cameraIn(layer.placement ?? atHome, camera);
    let missing = 0;
    const found: [TilePlace, UploadedTile][] = [];
    for (const place of tilesInSight(picture, own, view)) {
      if (picture.isEmpty?.(place) === true) continue;
      let tile = this.#tiles.get(picture, place);
      if (tile === undefined && (found.length === 0 || performance.now() < deadline)) {
        tile = this.#tiles.upload(picture, place);
      }
      if (tile === undefined) missing++;
      else found.push([place, tile]);
    }
    if (missing > 0) this.#layCoarser(layer, picture, own, view, order);
    for (const [place, tile] of found) this.#put(layer, picture, place, tile, own, view, order + 31);
    return missing === 0;
  }

  /** What is there already of coarser levels, under the tiles that come in. */
  #layCoarser(layer: ImageLayer | LabelLayer, picture: Picture, own: Camera, view: Size, order: number): void {
    if (layer.kind === 'labels') return;
    const first = levelFor(own.zoom, picture.levels);
    for (let level = picture.levels; level > first; level--) {
      for (const place of tilesInSight(picture, own, view, level - first)) {
        const tile = this.#tiles.get(picture, place);
        if (tile !== undefined) this.#put(layer, picture, place, tile, own, view, order + picture.levels - level);
      }
    }
  }

  #put(
    layer: ImageLayer | LabelLayer,
    picture: Picture,
    place: TilePlace,
    tile: UploadedTile,
    own: Camera,
    view: Size,
    order: number,
  ): void {
    const footprint = 1 / (own.zoom * 2 ** place.level);
    const kind =
      layer.kind === 'labels'
        ? labelKind(layer, picture)
        : (`${tile.kind} ${sampling(footprint, layer.display)}` as const);
    const quad = this.#quads.take(kind, order);
    const uniforms = quad.material.uniforms;
    const { clip, texels } = tileOnScreen(picture, place, picture.levelSize(place.level), own, view);
    uniforms['clip'].value.fromArray(clip);
    uniforms['texels'].value.fromArray(texels);
    uniforms['tile'].value = tile.texture;
    uniforms['footprint'].value = footprint;
    uniforms['apron'].value = picture.apron;
    if (layer.kind === 'labels') this.#dressLabels(quad, layer);
    else {
      const { low, high } = layer.display;
      uniforms['window'].value.set(low, 1 / (high - low || 1));
      uniforms['colours'].value = this.#tables.texture(layer.display);
      const opacity = layer.opacity ?? 1;
      uniforms['opacity'].value = opacity;
      quad.material.transparent = opacity < 1;
    }
    quad.material.uniformsNeedUpdate = true;
  }

  #dressLabels(quad: Quad, layer: LabelLayer): void {
    let textures = this.#looks.get(layer.looks);
    if (textures === undefined) {
      textures = new LooksTextures(layer.looks);
      this.#looks.set(layer.looks, textures);
    }
    textures.refresh();
    const uniforms = quad.material.uniforms;
    uniforms['colours'].value = textures.colours;
    uniforms['states'].value = textures.states;
    uniforms['fill'].value = layer.fill;
    uniforms['opacity'].value = layer.opacity;
    uniforms['line'].value = layer.line;
  }

  #dropUnusedLooks(): void {
    const shown = new Set(this.#views.flatMap((v) => v.layers.flatMap((l) => (l.kind === 'labels' ? [l.looks] : []))));
    for (const [looks, textures] of this.#looks) {
      if (shown.has(looks)) continue;
      textures.dispose();
      this.#looks.delete(looks);
    }
  }
}

function labelKind({ looks }: LabelLayer, picture: Picture): 'labels' | 'plain labels' {
  return (picture.isPlain?.(looks.states) ?? looks.plain) ? 'plain labels' : 'labels';
}

/** Throws when the browser has no WebGL 2. */
function contextOf(canvas: HTMLCanvasElement): WebGL2RenderingContext {
  const context = canvas.getContext('webgl2', {
    alpha: false,
    antialias: false,
    depth: false,
    stencil: false,
    // what is not drawn anew stays as it was
    preserveDrawingBuffer: true,
    // straight to the screen, not by way of the page: a third of the time where the processor draws
    desynchronized: true,
    powerPreference: 'high-performance',
  });
  if (context === null) throw new Error('no WebGL 2');
  return context;
}

/** `footprint` texels lie along a device px. */
function sampling(footprint: number, display: Display): Sampling {
  if (footprint > 1.001) return 'box';
  return display.smooth && footprint < 0.999 ? 'blend' : 'nearest';
}
