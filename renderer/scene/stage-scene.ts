import { Color, WebGLRenderer } from 'three';
import { type Rect, type Size, snapped } from './camera.ts';
import { Damage, overlap, partOnView } from './damage.ts';
import { Ground } from './gl/ground.ts';
import { Painter } from './gl/painter.ts';
import { groundLayers, groundOf, looksOf, type StageView, sourceOf } from './views.ts';

/** Milliseconds a drawing may spend on uploads before it shows coarser tiles and goes on in the next one. */
const uploadTime = 12;

/**
 * Draws micrographs and their instances into a canvas: plain data in, a picture out. Draws only when asked
 * (`show`, `redraw`); nothing runs while nothing changes. Survives the loss of the GPU's memory.
 */
export class StageScene {
  readonly #renderer: WebGLRenderer;
  readonly #painter: Painter;
  readonly #ground: Ground;
  readonly #background = new Color();
  #views: readonly StageView[] = [];
  #shownLooks = '';
  /** Nothing lies over the images on the canvas. */
  #bare = false;
  readonly #damage = new Damage();
  #frameAsked = 0;
  #lost = false;
  #drawn: (milliseconds: number) => void = () => undefined;

  /** Throws when the browser has no WebGL 2. */
  constructor(canvas: HTMLCanvasElement) {
    this.#renderer = new WebGLRenderer({ canvas, context: contextOf(canvas) });
    this.#renderer.autoClear = false;
    this.#painter = new Painter(this.#renderer);
    this.#ground = new Ground(this.#renderer);
    this.#painter.warmUp();
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
    this.#drawAll();
  }

  /** Draws everything in the next animation frame. */
  redraw(): void {
    this.#ground.forget();
    this.#drawAll();
  }

  /** Draws in the next animation frame what shows the pixels of `source` inside `box` (its own px), and no more. */
  patch(source: string, box: Rect): void {
    for (const view of this.#views) {
      for (const layer of view.layers) {
        if (sourceOf(layer) !== source) continue;
        const part = partOnView(box, view, layer);
        if (part === null) continue;
        if (layer.kind === 'image') this.#ground.forget();
        this.#damage.add(part);
      }
    }
    if (!this.#damage.none) this.#ask();
  }

  /** What was asked for is drawn at once, not in the next animation frame: the GPU works while the caller goes on. */
  drawNow(): void {
    if (this.#frameAsked === 0) return;
    cancelAnimationFrame(this.#frameAsked);
    this.#draw();
  }

  #drawAll(): void {
    this.#damage.all();
    this.#ask();
  }

  #ask(): void {
    if (this.#frameAsked === 0 && !this.#lost) this.#frameAsked = requestAnimationFrame(this.#draw);
  }

  /** Frees what the GPU holds of pictures that pass. */
  forget(test: (url: string) => boolean): void {
    this.#painter.forget(test);
    this.#ground.forget();
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
    this.#painter.dispose();
    this.#ground.dispose();
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
    this.#painter.restart();
    this.#ground.restart();
    this.redraw();
  };

  readonly #draw = (): void => {
    this.#frameAsked = 0;
    const started = performance.now();
    const renderer = this.#renderer;
    const canvas = renderer.domElement;
    const looks = groundOf(this.#views);
    const damage = this.#damage.take();
    let complete = true;
    if (!this.#ground.shows(looks)) {
      if (damage === 'all') {
        renderer.setScissorTest(false);
        renderer.clear();
      }
      complete = this.#drawLayers('ground', damage, started + uploadTime);
      if (complete && damage === 'all') this.#ground.keep(looks, canvas);
    } else if (!this.#bare) this.#ground.restore(damage, canvas);
    complete = this.#drawLayers('over it', damage, started + uploadTime) && complete;
    this.#bare = this.#views.every((view) => view.layers.length === groundLayers(view));
    this.#painter.dropLooks(this.#views);
    if (!complete) this.#drawAll();
    this.#drawn(performance.now() - started);
  };

  /** Draws the images at the bottom of the views, or all that lies over them. False when tiles are still missing. */
  #drawLayers(which: 'ground' | 'over it', damage: Rect | 'all', deadline: number): boolean {
    const renderer = this.#renderer;
    const { height } = renderer.domElement;
    renderer.setScissorTest(true);
    let complete = true;
    for (const view of this.#views) {
      const under = groundLayers(view);
      const layers = which === 'ground' ? view.layers.slice(0, under) : view.layers.slice(under);
      if (layers.length === 0 || view.rect.width < 1 || view.rect.height < 1) continue;
      const whole = view.clip ?? view.rect;
      const clip = damage === 'all' ? whole : overlap(whole, damage);
      if (clip === null) continue;
      renderer.setViewport(view.rect.x, height - view.rect.y - view.rect.height, view.rect.width, view.rect.height);
      renderer.setScissor(clip.x, height - clip.y - clip.height, clip.width, clip.height);
      this.#painter.begin();
      const camera = snapped(view.camera, view.rect);
      layers.forEach((layer, order) => {
        complete = this.#painter.lay(layer, order * 32, camera, view.rect, deadline) && complete;
      });
      this.#painter.render();
    }
    return complete;
  }
}

/** Throws when the browser has no WebGL 2. */
function contextOf(canvas: HTMLCanvasElement): WebGL2RenderingContext {
  const context = canvas.getContext('webgl2', {
    // all that is drawn is opaque; see `Ground`
    alpha: true,
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
