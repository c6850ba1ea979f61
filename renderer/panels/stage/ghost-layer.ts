import { InstanceLooks } from '../../scene/labels/instance-looks.ts';
import { MaskPicture } from '../../scene/labels/mask-picture.ts';
import type { StageScene } from '../../scene/stage-scene.ts';
import type { LabelLayer } from '../../scene/views.ts';
import { ghostStore } from '../../state/labels/ghost.ts';
import { maskOfSpans } from '../../state/labels/mask-spans.ts';

/** The one thing that a ghost's picture holds. */
const ghost = 1;

/** What a tool would do, over everything else: only where it changes is drawn again. */
export class GhostLayer {
  readonly #scene: StageScene;
  readonly #quit: () => void;
  readonly #looks = new InstanceLooks(1);
  #picture: MaskPicture | null = null;
  #colour = '';

  /** `changed` hears that the layer came, went or has another colour. */
  constructor(scene: StageScene, changed: () => void) {
    this.#scene = scene;
    this.#quit = ghostStore.subscribe(({ spans, colour }, before) => {
      if (spans === before.spans && colour === before.colour) return;
      const came = this.#picture !== null && this.#picture.size > 0;
      const there = this.#put();
      if (came !== there || colour !== before.colour) changed();
    });
  }

  /** The layer over an image of that size; null while there is no ghost. */
  of(image: { readonly width: number; readonly height: number }, line: number): LabelLayer | null {
    if (ghostStore.getState().spans === null) return null;
    if (this.#picture?.width !== image.width || this.#picture.height !== image.height) {
      this.#picture = new MaskPicture(`ghost ${image.width} ${image.height}`, image);
      this.#put();
    }
    const { colour } = ghostStore.getState();
    if (colour !== this.#colour) {
      this.#colour = colour;
      this.#looks.paint((bytes) => {
        for (let c = 0; c < 3; c++) bytes[c] = Number.parseInt(colour.slice(1 + 2 * c, 3 + 2 * c), 16);
        bytes[3] = 255;
      });
    }
    return { kind: 'labels', labels: this.#picture, looks: this.#looks, fill: 0.3, opacity: 1, line };
  }

  dispose(): void {
    this.#quit();
  }

  #put(): boolean {
    const { spans } = ghostStore.getState();
    const mask = spans === null ? null : maskOfSpans(spans);
    if (this.#picture !== null) this.#scene.patch(this.#picture.key, this.#picture.put(ghost, mask, ghost));
    return mask !== null;
  }
}
