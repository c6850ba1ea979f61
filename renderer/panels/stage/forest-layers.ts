import type { LabelClasses } from '../../../app/domain/labels/label-class.ts';
import { maxClassId } from '../../../app/domain/labels/label-class.ts';
import { colourTable } from '../../scene/colour-maps.ts';
import { ClassPicture } from '../../scene/labels/class-picture.ts';
import { InstanceLooks, stateBits } from '../../scene/labels/instance-looks.ts';
import type { StageScene } from '../../scene/stage-scene.ts';
import type { LabelLayer } from '../../scene/views.ts';
import { forestStore } from '../../state/labels/forest.ts';
import type { ForestMap } from '../../state/labels/forest-map.ts';
import { labelStore } from '../../state/labels/label-store.ts';
import { labelViewStore } from '../../state/labels/label-view.ts';
import type { PlaneRef } from '../../state/selection.ts';
import { uncertaintyMap } from '../../state/uncertainty.ts';

interface Shown {
  readonly map: ForestMap;
  readonly key: string;
  readonly classes: ClassPicture;
  readonly unsure: ClassPicture;
  readonly quit: () => void;
}

/** Brings what a pixel forest says onto the stage: classes under the labels, or how unsure it is. */
export class ForestLayers {
  readonly #scene: StageScene;
  readonly #quits: (() => void)[];
  readonly #classLooks = new InstanceLooks(maxClassId);
  readonly #unsureLooks = new InstanceLooks(255);
  #shown: Shown | null = null;
  #serial = 0;

  /** `changed` hears that layers came, went or look different as a whole. */
  constructor(scene: StageScene, changed: () => void) {
    this.#scene = scene;
    const table = colourTable(uncertaintyMap);
    this.#unsureLooks.paint((colours) => {
      // what is sure lets the image through
      for (let i = 0; i < 255; i++)
        colours.set([table[4 * i], table[4 * i + 1], table[4 * i + 2], Math.round(0.94 * i)], 4 * i);
    });
    this.#quits = [
      forestStore.subscribe((now, before) => {
        if (now.showsBackground !== before.showsBackground) this.#paint(labelStore.getState().classes);
        if (now.map !== before.map || now.opacity !== before.opacity || now.showsBackground !== before.showsBackground)
          changed();
      }),
      labelStore.subscribe((now, before) => {
        if (now.classes !== before.classes) this.#paint(now.classes);
      }),
    ];
    this.#paint(labelStore.getState().classes);
  }

  /** What is drawn over a plane. `line`: outline width, device px. */
  of({ imageId, frame }: PlaneRef, line: number): LabelLayer[] {
    const { map, opacity } = forestStore.getState();
    const shown = this.#follow(map);
    if (shown === null || map?.ref.imageId !== imageId || map.ref.frame !== frame) return [];
    const { uncertainty } = labelViewStore.getState();
    if (uncertainty)
      return [{ kind: 'labels', labels: shown.unsure, looks: this.#unsureLooks, fill: 0.9, opacity: 0, line: 0 }];
    return [
      {
        kind: 'labels',
        labels: shown.classes,
        looks: this.#classLooks,
        fill: opacity,
        opacity: Math.min(1, 2 * opacity),
        line,
      },
    ];
  }

  dispose(): void {
    for (const quit of this.#quits) quit();
    this.#shown?.quit();
    this.#shown = null;
  }

  #paint(classes: LabelClasses): void {
    const { showsBackground } = forestStore.getState();
    this.#classLooks.paint((colours) => {
      for (const { id, colour } of classes) {
        for (let c = 0; c < 3; c++) colours[(id - 1) * 4 + c] = Number.parseInt(colour.slice(1 + 2 * c, 3 + 2 * c), 16);
        colours[(id - 1) * 4 + 3] = 255;
      }
    });
    const quiet = showsBackground ? [] : classes.filter(({ role }) => role === 'background');
    this.#classLooks.mark(
      stateBits.hidden,
      quiet.map(({ id }) => id),
    );
  }

  #follow(map: ForestMap | null): Shown | null {
    if (this.#shown?.map === map) return this.#shown;
    const before = this.#shown;
    before?.quit();
    if (before !== null) this.#scene.forget((key) => key.startsWith(before.key));
    this.#shown = map === null ? null : this.#show(map);
    return this.#shown;
  }

  #show(map: ForestMap): Shown {
    const key = `forest ${++this.#serial} `;
    const classes = new ClassPicture(`${key}classes`, map.classes);
    const unsure = new ClassPicture(`${key}unsure`, map.unsure);
    const quit = map.onChange((box) => {
      for (const picture of [classes, unsure]) {
        picture.note(box);
        this.#scene.patch(picture.key, box);
      }
    });
    return { map, key, classes, unsure, quit };
  }
}
