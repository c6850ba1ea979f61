import type { LabelClasses } from '../../../app/domain/labels/label-class.ts';
import { maxClassId } from '../../../app/domain/labels/label-class.ts';
import { ClassPicture } from '../../scene/labels/class-picture.ts';
import { InstanceLooks, stateBits } from '../../scene/labels/instance-looks.ts';
import type { StageScene } from '../../scene/stage-scene.ts';
import type { LabelLayer } from '../../scene/views.ts';
import type { LabelDocument } from '../../state/labels/document.ts';
import { frameKey } from '../../state/labels/edit-queue.ts';
import { labelStore } from '../../state/labels/label-store.ts';
import { type LabelView, labelViewStore } from '../../state/labels/label-view.ts';
import type { PlaneRef } from '../../state/selection.ts';

/** Pictures of the document on the stage, kept true to it; a change is drawn where it is and nowhere else. */
interface Shown {
  readonly document: LabelDocument;
  readonly classes: ClassPicture;
  readonly quit: () => void;
}

let serial = 0;

/** Brings the labels of the shown frame onto the stage. */
export class LabelLayers {
  readonly #scene: StageScene;
  readonly #classLooks = new InstanceLooks(maxClassId);
  #painted: LabelClasses | null = null;
  #hiddenClasses: ReadonlySet<number> | null = null;
  #shown: Shown | null = null;

  constructor(scene: StageScene) {
    this.#scene = scene;
  }

  /** What is drawn over a plane, from below. `line`: outline width, device px. */
  of(plane: PlaneRef, line: number): LabelLayer[] {
    const { document } = labelStore.getState();
    const view = labelViewStore.getState();
    const shown = this.#follow(document);
    if (shown === null || !view.visible || !isOf(shown.document, plane)) return [];
    return view.showClasses ? [this.#classLayer(shown, view, line)] : [];
  }

  dispose(): void {
    this.#shown?.quit();
    this.#shown = null;
  }

  #classLayer(shown: Shown, view: LabelView, line: number): LabelLayer {
    const { classes } = labelStore.getState();
    if (classes !== this.#painted) {
      this.#painted = classes;
      this.#classLooks.paint((colours) => paintClasses(colours, classes));
    }
    if (view.hiddenClasses !== this.#hiddenClasses) {
      this.#hiddenClasses = view.hiddenClasses;
      this.#classLooks.mark(stateBits.hidden, view.hiddenClasses);
    }
    return {
      kind: 'labels',
      labels: shown.classes,
      looks: this.#classLooks,
      fill: view.fill ? view.opacity : 0,
      opacity: view.outline ? 1 : 0,
      line: view.outline ? line : 0,
    };
  }

  #follow(document: LabelDocument | null): Shown | null {
    if (this.#shown !== null && this.#shown.document === document) return this.#shown;
    const before = this.#shown;
    before?.quit();
    if (before !== null) this.#scene.forget((key) => key === before.classes.key);
    this.#shown = document === null ? null : this.#show(document);
    return this.#shown;
  }

  #show(document: LabelDocument): Shown {
    const classes = new ClassPicture(`labels ${frameKey(document.ref)} ${++serial}`, document);
    const quit = document.onChange(({ boxes }) => {
      for (const box of boxes) {
        classes.note(box);
        this.#scene.patch(classes.key, box);
      }
    });
    return { document, classes, quit };
  }
}

function isOf({ ref }: LabelDocument, { imageId, frame }: PlaneRef): boolean {
  return ref.imageId === imageId && ref.frame === frame;
}

/** Colours by class id - 1. */
function paintClasses(colours: Uint8Array, classes: LabelClasses): void {
  for (const { id, colour } of classes) {
    for (let c = 0; c < 3; c++) colours[(id - 1) * 4 + c] = Number.parseInt(colour.slice(1 + 2 * c, 3 + 2 * c), 16);
    colours[id * 4 - 1] = 255;
  }
}
