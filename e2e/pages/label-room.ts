import { expect, type Page } from '@playwright/test';
import { decodeClassTile, tileBox, unpackTiles } from '../../app/domain/labels/class-tiles.ts';
import { decodeLabelled, type LabelledInstance } from '../../app/domain/labels/labelled-instance.ts';
import type { Workstation } from './workstation.ts';

/** Labels of a frame as the project has them. */
export interface StoredLabels {
  /** Row-major (y, x). */
  readonly classes: Uint8Array;
  readonly particles: readonly LabelledInstance[];
}

/** The Label room as a person uses it. Places of the stage are image px. */
export class LabelRoom {
  readonly #work: Workstation;
  readonly #page: Page;

  constructor(work: Workstation) {
    this.#work = work;
    this.#page = work.page;
  }

  /** Goes to the room and begins with classes, where there are none yet. */
  async enter(preset?: RegExp): Promise<void> {
    await this.#work.room('Label');
    if (preset !== undefined) await this.#work.inspector.getByRole('button', { name: preset }).click();
    await this.ready();
  }

  /** Waits until the labels of the shown frame have come: from then on keys and strokes reach them. */
  async ready(): Promise<void> {
    await expect(this.#work.inspector.getByRole('tab', { name: 'Labels' })).toBeVisible();
    await expect(this.#page.getByRole('toolbar', { name: 'Label tools' })).toHaveAttribute('aria-busy', 'false');
  }

  tool(name: string) {
    return this.#page.getByRole('toolbar', { name: 'Label tools' }).getByRole('button', { name, exact: true });
  }

  /** Where an image position is seen, CSS px of the page, while the whole image fits; `size` is the image's. */
  async #seen(x: number, y: number, size: number): Promise<[number, number]> {
    const box = await this.#work.stage.boundingBox();
    if (box === null) throw new Error('the stage has no box');
    const zoom = (Math.min(box.width, box.height) - 32) / size;
    return [box.x + box.width / 2 + (x - size / 2) * zoom, box.y + box.height / 2 + (y - size / 2) * zoom];
  }

  /** Drags through places, image px of an image of `size` x `size` that is seen whole. */
  async drag(size: number, ...places: readonly (readonly [number, number])[]): Promise<void> {
    const [first, ...rest] = places;
    await this.#page.mouse.move(...(await this.#seen(...first, size)));
    await this.#page.mouse.down();
    for (const place of rest) await this.#page.mouse.move(...(await this.#seen(...place, size)), { steps: 4 });
    await this.#page.mouse.up();
  }

  async click(size: number, x: number, y: number): Promise<void> {
    await this.#page.mouse.click(...(await this.#seen(x, y, size)));
  }

  /** Waits until nothing is on its way to the project. */
  async saved(): Promise<void> {
    await expect(this.#page.getByText('Saved', { exact: true })).toBeVisible();
  }

  /** What the project holds of a frame now. */
  async stored(set: number, image: number, frame = 0): Promise<StoredLabels> {
    await this.saved();
    const read = async (path: string) =>
      this.#page.evaluate(async (url) => {
        const answer = await fetch(url);
        const bytes = new Uint8Array(await answer.arrayBuffer());
        return {
          bytes: Array.from(bytes),
          width: Number(answer.headers.get('x-morphoscope-width')),
          height: Number(answer.headers.get('x-morphoscope-height')),
        };
      }, path);
    const tiles = await read(`/bytes/label-classes/${set}/${image}/${frame}`);
    const masks = await read(`/bytes/label-instances/${set}/${image}/${frame}`);
    const { width, height } = tiles;
    const classes = new Uint8Array(width * height);
    for (const { tile, bytes } of unpackTiles(Uint8Array.from(tiles.bytes))) {
      const box = tileBox(tile, width, height);
      const own = new Uint8Array(box.width * box.height);
      decodeClassTile(bytes, own);
      for (let y = 0; y < box.height; y++) {
        classes.set(own.subarray(y * box.width, (y + 1) * box.width), (box.y + y) * width + box.x);
      }
    }
    return { classes, particles: decodeLabelled(Uint8Array.from(masks.bytes)) };
  }
}
