import type { LabelClasses } from '../../../app/domain/labels/label-class.ts';
import { maxClassId } from '../../../app/domain/labels/label-class.ts';
import type { LabelledInstance } from '../../../app/domain/labels/labelled-instance.ts';
import { ClassPicture } from '../../scene/labels/class-picture.ts';
import { colourOf } from '../../scene/labels/colours.ts';
import { InstanceLooks, stateBits } from '../../scene/labels/instance-looks.ts';
import type { StageScene } from '../../scene/stage-scene.ts';
import type { Picture } from '../../scene/tiles/pictures.ts';
import type { LabelLayer } from '../../scene/views.ts';
import type { LabelDocument } from '../../state/labels/document.ts';
import { frameKey } from '../../state/labels/edit-queue.ts';
import { labelStore } from '../../state/labels/label-store.ts';
import { type LabelView, labelViewStore } from '../../state/labels/label-view.ts';
import type { PlaneRef } from '../../state/selection.ts';
import { PagedInstances, type ParticleLook } from './paged-instances.ts';

/** Pictures of the document on the stage, kept true to it; a change is drawn where it is and nowhere else. */
interface Shown {
  readonly document: LabelDocument;
  readonly key: string;
  readonly classes: ClassPicture;
  readonly particles: PagedInstances;
  readonly quit: () => void;
}

/** What a particle of a class that is not known any more looks like. */
const grey = [158, 158, 158] as const;

/** Opacity of the hatching of overlaps, part of that of the labels. */
const overlapHatch = 0.75;

/** Brings the labels of the shown frame onto the stage. */
export class LabelLayers {
  readonly #scene: StageScene;
  readonly #changed: () => void;
  readonly #quits: (() => void)[];
  readonly #classLooks = new InstanceLooks(maxClassId);
  readonly #overlapLooks = new InstanceLooks(1);
  #colours = new Map<number, readonly [number, number, number]>();
  #shown: Shown | null = null;
  #serial = 0;

  /** `changed` hears that layers came, went or look different as a whole; `opened` that the labels of another frame have come. */
  constructor(scene: StageScene, changed: () => void, opened: () => void) {
    this.#scene = scene;
    this.#changed = changed;
    this.#overlapLooks.mark(stateBits.hatched, [1]);
    this.#quits = [
      labelStore.subscribe((now, before) => {
        if (now.classes !== before.classes) this.#paintClasses(now.classes);
        if (now.document !== null && now.document !== before.document) opened();
        else if (now.document !== before.document || now.classes !== before.classes) changed();
        this.#choose();
      }),
      labelViewStore.subscribe((now, before) => {
        if (now.hiddenClasses !== before.hiddenClasses) {
          this.#classLooks.mark(stateBits.hidden, now.hiddenClasses);
        }
        this.#shown?.particles.refreshLooks();
        this.#shown?.particles.looks.redraw();
        changed();
      }),
    ];
    this.#paintClasses(labelStore.getState().classes);
  }

  /** What is drawn over a plane, from below. `line`: outline width, device px. */
  of(plane: PlaneRef, line: number): LabelLayer[] {
    const view = labelViewStore.getState();
    const shown = this.#follow(labelStore.getState().document);
    if (shown === null || !view.visible || !isOf(shown.document, plane)) return [];
    const layer = (labels: Picture, looks: InstanceLooks): LabelLayer => ({
      kind: 'labels',
      labels,
      looks,
      fill: view.fill ? view.opacity : 0,
      opacity: view.outline ? 1 : 0,
      line: view.outline ? line : 0,
      hatch: overlapHatch * view.opacity,
    });
    const layers = view.showClasses ? [{ ...layer(shown.classes, this.#classLooks), line: 0, opacity: 0 }] : [];
    if (!view.showInstances) return layers;
    const { low, high, overlaps, looks } = shown.particles;
    const pages = view.onlySelected ? high : [...low, ...high];
    layers.push(...pages.map((page) => layer(page, looks)));
    if (!view.onlySelected)
      layers.push({ ...layer(overlaps, this.#overlapLooks), line: 0, opacity: overlapHatch * view.opacity });
    return layers;
  }

  dispose(): void {
    for (const quit of this.#quits) quit();
    this.#shown?.quit();
    this.#shown = null;
  }

  #choose(): void {
    const { selected, hovered } = labelStore.getState();
    this.#shown?.particles.select(selected);
    this.#shown?.particles.hover(hovered);
  }

  #look({ id, classId }: LabelledInstance): ParticleLook {
    const { colourBy, hidden, hiddenClasses }: LabelView = labelViewStore.getState();
    const colour = colourBy === 'each' ? colourOf(id) : (this.#colours.get(classId) ?? grey);
    return { colour, hidden: hidden.has(id) || hiddenClasses.has(classId) };
  }

  #paintClasses(classes: LabelClasses): void {
    this.#colours = new Map(classes.map(({ id, colour }) => [id, rgbOf(colour)]));
    this.#classLooks.paint((colours) => {
      for (const [id, rgb] of this.#colours) colours.set([...rgb, 255], (id - 1) * 4);
    });
    this.#shown?.particles.refreshLooks();
    this.#shown?.particles.looks.redraw();
  }

  #follow(document: LabelDocument | null): Shown | null {
    if (this.#shown?.document === document) return this.#shown;
    const before = this.#shown;
    before?.quit();
    if (before !== null) this.#scene.forget((key) => key.startsWith(before.key));
    this.#shown = document === null ? null : this.#show(document);
    this.#choose();
    return this.#shown;
  }

  #show(document: LabelDocument): Shown {
    const key = `labels ${frameKey(document.ref)} ${++this.#serial} `;
    const classes = new ClassPicture(`${key}classes`, document);
    const particles = new PagedInstances(this.#scene, document, key, (instance) => this.#look(instance), this.#changed);
    const quit = document.onChange((change) => {
      for (const box of change.boxes) {
        classes.note(box);
        this.#scene.patch(classes.key, box);
      }
      particles.follow(change);
      // before the panels look at what changed
      if (change.settled) this.#scene.drawNow();
    });
    return { document, key, classes, particles, quit };
  }
}

function isOf({ ref }: LabelDocument, { imageId, frame }: PlaneRef): boolean {
  return ref.imageId === imageId && ref.frame === frame;
}

function rgbOf(hex: string): readonly [number, number, number] {
  const part = (at: number) => Number.parseInt(hex.slice(at, at + 2), 16);
  return [part(1), part(3), part(5)];
}
