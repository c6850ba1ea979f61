import type { Rect } from './camera.ts';
import { snapped } from './camera.ts';
import { atHome, cameraIn } from './tiles/tiles.ts';
import type { ImageLayer, LabelLayer, StageView } from './views.ts';

/** What of the canvas has to be drawn anew: all, or one rectangle; device px. */
export class Damage {
  #part: Rect | 'all' | null = 'all';

  get none(): boolean {
    return this.#part === null;
  }

  all(): void {
    this.#part = 'all';
  }

  add(part: Rect): void {
    if (this.#part === 'all') return;
    this.#part = this.#part === null ? part : around(this.#part, part);
  }

  /** What there is to draw, and starts anew. Drawing without any damage draws all. */
  take(): Rect | 'all' {
    const part = this.#part ?? 'all';
    this.#part = null;
    return part;
  }
}

/** The device px of a view in which texels of a layer inside `box` may be seen, outlines included; null when none is. */
export function partOnView(box: Rect, view: StageView, layer: ImageLayer | LabelLayer): Rect | null {
  const own = cameraIn(layer.placement ?? atHome, snapped(view.camera, view.rect));
  // An outline lies on pixels beside the change; below one to one a texel of a level stands for many pixels.
  const margin = 2 + (layer.kind === 'labels' ? Math.ceil(layer.line * 2) : 0);
  const grain = own.zoom < 1 ? 2 / own.zoom : 0;
  const x = view.rect.x + view.rect.width / 2 - own.x * own.zoom;
  const y = view.rect.y + view.rect.height / 2 - own.y * own.zoom;
  const left = Math.floor(x + (box.x - grain) * own.zoom) - margin;
  const top = Math.floor(y + (box.y - grain) * own.zoom) - margin;
  const right = Math.ceil(x + (box.x + box.width + grain) * own.zoom) + margin;
  const bottom = Math.ceil(y + (box.y + box.height + grain) * own.zoom) + margin;
  return overlap(view.clip ?? view.rect, { x: left, y: top, width: right - left, height: bottom - top });
}

/** What two rectangles share; null for nothing. */
export function overlap(a: Rect, b: Rect): Rect | null {
  const x = Math.max(a.x, b.x);
  const y = Math.max(a.y, b.y);
  const width = Math.min(a.x + a.width, b.x + b.width) - x;
  const height = Math.min(a.y + a.height, b.y + b.height) - y;
  return width > 0 && height > 0 ? { x, y, width, height } : null;
}

function around(a: Rect, b: Rect): Rect {
  const x = Math.min(a.x, b.x);
  const y = Math.min(a.y, b.y);
  return {
    x,
    y,
    width: Math.max(a.x + a.width, b.x + b.width) - x,
    height: Math.max(a.y + a.height, b.y + b.height) - y,
  };
}
