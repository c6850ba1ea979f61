import type { LabelledInstance } from '../../../app/domain/labels/labelled-instance.ts';
import type { PixelBox } from '../../../app/domain/run-mask.ts';
import { InstanceLooks, stateBits } from '../../scene/labels/instance-looks.ts';
import type { MaskPicture } from '../../scene/labels/mask-picture.ts';
import type { StageScene } from '../../scene/stage-scene.ts';
import type { LabelDocument } from '../../state/labels/document.ts';
import { InstancePages, type PagedParticle } from '../../state/labels/instance-pages.ts';
import type { LabelChange } from '../../state/labels/label-change.ts';
import { OverlapPicture } from './overlap-picture.ts';
import { PagePictures, type PagePlace } from './page-pictures.ts';

/** How a particle looks. */
export interface ParticleLook {
  readonly colour: readonly [number, number, number];
  readonly hidden: boolean;
}

/** Texels hold two bytes; particles beyond that many share looks. */
const mostSlots = 65_535;

/**
 * The particles of a document as pictures: pages on which none overlaps another, pages above them for those that are lifted (selected, or
 * being painted), and one picture of what particles of different pictures share; what those of one picture share it shows itself. A
 * change is drawn where it is and nowhere else.
 */
export class PagedInstances {
  readonly #scene: StageScene;
  readonly #document: LabelDocument;
  readonly #look: (instance: LabelledInstance) => ParticleLook;
  readonly #pagesChanged: () => void;
  readonly #low: InstancePages;
  readonly #high: InstancePages;
  readonly #lifted = new Set<number>();
  readonly #painted = new Set<number>();
  readonly #lowPictures: PagePictures;
  readonly #highPictures: PagePictures;
  readonly #overlaps: OverlapPicture;
  readonly #slots = new Map<number, number>();
  readonly #freeSlots: number[] = [];
  #selectedList: readonly number[] = [];
  #selected: ReadonlySet<number> = new Set();
  #hovered: number | null = null;
  #looks = new InstanceLooks(1024);

  /** `look` says how particles look now; `pagesChanged` hears that there are more pages to draw. */
  constructor(
    scene: StageScene,
    document: LabelDocument,
    key: string,
    look: (instance: LabelledInstance) => ParticleLook,
    pagesChanged: () => void,
  ) {
    this.#scene = scene;
    this.#document = document;
    this.#lowPictures = new PagePictures(`${key} low`, document);
    this.#highPictures = new PagePictures(`${key} high`, document);
    this.#look = look;
    this.#pagesChanged = pagesChanged;
    this.#low = new InstancePages({ meeting: (box) => document.instancesIn(box) });
    this.#high = new InstancePages({
      meeting: (box) => document.instancesIn(box).filter(({ id }) => this.#lifted.has(id)),
    });
    this.#overlaps = new OverlapPicture(`${key} overlaps`, document, (box) => this.#patch(this.#overlaps.picture, box));
    const shared = this.#low.placeAll([...document.instances.values()]);
    for (const id of shared.keys()) this.#lowPictures.reach(this.#low.pageOf(id) ?? 0);
    for (const instance of document.instances.values()) {
      this.#put(instance);
      this.#dress(instance);
      const later = shared.get(instance.id)?.filter(({ id }) => id > instance.id) ?? [];
      if (later.length > 0) this.#overlaps.add(instance, this.#elsewhere(instance.id, later));
    }
  }

  get looks(): InstanceLooks {
    return this.#looks;
  }

  /** Pages of those that are not lifted, from below. */
  get low(): readonly MaskPicture[] {
    return this.#lowPictures.list;
  }

  get high(): readonly MaskPicture[] {
    return this.#highPictures.list;
  }

  get overlaps(): MaskPicture {
    return this.#overlaps.picture;
  }

  /** Asks anew how every particle looks. */
  refreshLooks(): void {
    for (const instance of this.#document.instances.values()) this.#dress(instance);
  }

  /** Takes over what changed in the document. */
  follow({ instances, settled }: LabelChange): void {
    const painting = this.#document.editing !== null && instances.length === 1;
    for (const { id, box } of instances) {
      const instance = this.#document.instances.get(id);
      if (painting) this.#painted.add(id);
      if (instance === undefined) this.#drop(id);
      else this.#update(instance, box);
    }
    if (settled && this.#painted.size > 0) {
      const done = [...this.#painted];
      this.#painted.clear();
      for (const id of done) this.#lift(id);
    }
  }

  /** Marks the selected ones and lifts them above the others. */
  select(ids: readonly number[]): void {
    if (ids === this.#selectedList) return;
    this.#selectedList = ids;
    const before = this.#selected;
    const now = new Set(ids);
    this.#selected = now;
    for (const id of before) if (!now.has(id)) this.#mark(id, stateBits.selected, false);
    for (const id of ids) this.#mark(id, stateBits.selected, true);
    for (const id of new Set([...before, ...ids])) this.#lift(id);
  }

  hover(id: number | null): void {
    if (id === this.#hovered) return;
    if (this.#hovered !== null) this.#mark(this.#hovered, stateBits.hovered, false);
    this.#hovered = id;
    if (id !== null) this.#mark(id, stateBits.hovered, true);
  }

  #isHigh(id: number): boolean {
    return this.#painted.has(id) || this.#selected.has(id);
  }

  /** Moves a particle to the pages above or back, as it has to be. */
  #lift(id: number): void {
    const instance = this.#document.instances.get(id);
    if (instance !== undefined && this.#isHigh(id) !== this.#lifted.has(id)) this.#update(instance, instance.mask);
  }

  #update(instance: LabelledInstance, box: PixelBox): void {
    const { id } = instance;
    const before = this.#placeOf(id);
    const high = this.#isHigh(id);
    if (high) this.#lifted.add(id);
    else this.#lifted.delete(id);
    if (high) this.#low.delete(id);
    else this.#high.delete(id);
    (high ? this.#high : this.#low).place(instance);
    const now = this.#placeOf(id);
    if (before !== undefined && before.picture !== now?.picture) {
      this.#patch(before.picture, before.picture.put(id, null, 0));
    }
    this.#put(instance, before?.picture === now?.picture ? box : undefined);
    this.#dress(instance);
    this.#overlaps.update(instance, this.#elsewhere(id, this.#low.overlapping(instance)), box);
  }

  #drop(id: number): void {
    const place = this.#placeOf(id);
    if (place !== undefined) this.#patch(place.picture, place.picture.put(id, null, 0));
    this.#low.delete(id);
    this.#high.delete(id);
    this.#lifted.delete(id);
    this.#overlaps.drop(id);
    const slot = this.#slots.get(id);
    if (slot === undefined) return;
    this.#slots.delete(id);
    this.#freeSlots.push(slot);
    this.#looks.set(slot, 255, false);
  }

  #put(instance: LabelledInstance, box?: PixelBox): void {
    const { picture, page } = this.#placeOf(instance.id) ?? this.#makePlace(instance.id);
    this.#patch(picture, picture.put(instance.id, instance.mask, this.#slotOf(instance.id), box, page));
  }

  /** Those of `others` that are on another picture than a particle. */
  #elsewhere(id: number, others: readonly PagedParticle[]): PagedParticle[] {
    const own = this.#placeOf(id)?.picture;
    return others.filter((other) => this.#placeOf(other.id)?.picture !== own);
  }

  #placeOf(id: number): PagePlace | undefined {
    const high = this.#lifted.has(id);
    const page = (high ? this.#high : this.#low).pageOf(id);
    return page === null ? undefined : (high ? this.#highPictures : this.#lowPictures).of(page);
  }

  #makePlace(id: number): PagePlace {
    const high = this.#lifted.has(id);
    const page = (high ? this.#high : this.#low).pageOf(id) ?? 0;
    const pictures = high ? this.#highPictures : this.#lowPictures;
    if (pictures.reach(page)) this.#pagesChanged();
    const place = pictures.of(page);
    if (place === undefined) throw new Error(`no picture of page ${page}`);
    return place;
  }

  #slotOf(id: number): number {
    let slot = this.#slots.get(id);
    if (slot === undefined) {
      slot = this.#freeSlots.pop() ?? (this.#slots.size % mostSlots) + 1;
      this.#slots.set(id, slot);
      if (slot > this.#looks.count) this.#growLooks();
    }
    return slot;
  }

  #growLooks(): void {
    const larger = new InstanceLooks(this.#looks.count * 2);
    larger.colours.set(this.#looks.colours);
    larger.states.set(this.#looks.states);
    this.#looks = larger;
    this.#pagesChanged();
  }

  #dress(instance: LabelledInstance): void {
    const slot = this.#slotOf(instance.id);
    const { colour, hidden } = this.#look(instance);
    this.#looks.tint(slot, colour);
    this.#looks.set(slot, stateBits.hidden, hidden);
    this.#looks.set(slot, stateBits.selected, this.#selected.has(instance.id));
  }

  #mark(id: number, bits: number, on: boolean): void {
    const instance = this.#document.instances.get(id);
    const picture = this.#placeOf(id)?.picture;
    if (instance === undefined || picture === undefined) return;
    this.#looks.set(this.#slotOf(id), bits, on);
    this.#scene.patch(picture.key, instance.mask);
  }

  #patch(picture: MaskPicture, box: PixelBox): void {
    this.#scene.patch(picture.key, box);
  }
}
