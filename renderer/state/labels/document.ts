import type { LabelEdit } from '../../../app/domain/labels/label-edit.ts';
import type { LabelledInstance } from '../../../app/domain/labels/labelled-instance.ts';
import { boxOf, instanceOf, type PixelBox } from '../../../app/domain/run-mask.ts';
import { subtract, union, unionOf } from '../../../app/math/raster/set-operations.ts';
import { boundsOf, clipped, isEmpty, noSpans, type Spans } from '../../../app/math/raster/spans.ts';
import { ClassPlane } from './class-plane.ts';
import { EditSteps } from './edit-steps.ts';
import { InstanceIndex } from './instance-index.ts';
import type { LabelChange, LabelWish } from './label-change.ts';
import { maskOfSpans, particlesDiffer, spansOfMask } from './mask-spans.ts';
import { keepsOff, type Protect, paintableOver, protectNothing } from './protect.ts';

/** One frame of an image in a label set. */
export interface LabelFrame {
  readonly setId: number;
  readonly imageId: number;
  readonly frame: number;
}

/** What an edit did to one particle: as it was before (null: it was not there). */
type Before = Map<number, LabelledInstance | null>;

interface Editing {
  readonly title: string;
  readonly protect: Protect;
  readonly before: Before;
  /** Pixels of the particles that are being painted. */
  readonly spans: Map<number, Spans>;
}

/**
 * The labels of one frame: the class of every pixel, and particles that may overlap. Pixels are whole (x, y) from the upper left; what
 * lies outside the image is left out. An edit changes the document at once between `begin` and `end`, any number of strokes
 * long; `cancel` takes it back exactly. One edit is one step of undo. Knows nothing of the project: `onEdit` hears what to store.
 */
export class LabelDocument {
  readonly ref: LabelFrame;
  readonly width: number;
  readonly height: number;
  /** What edits must leave alone; an edit holds on to what it began with. */
  protect: Protect = protectNothing;
  readonly #plane: ClassPlane;
  readonly #index: InstanceIndex;
  readonly #ears = new Set<(change: LabelChange) => void>();
  readonly #onEdit: (title: string, edit: LabelEdit) => void;
  #nextId = 1;
  #editing: Editing | null = null;
  readonly #steps = new EditSteps();

  /** All unlabelled. `onEdit` hears every edit that ended and changed something. */
  constructor(
    ref: LabelFrame,
    size: { readonly width: number; readonly height: number },
    onEdit: (title: string, edit: LabelEdit) => void,
  ) {
    this.ref = ref;
    this.width = size.width;
    this.height = size.height;
    this.#plane = new ClassPlane(size.width, size.height);
    this.#index = new InstanceIndex(size.width);
    this.#onEdit = onEdit;
  }

  /** Class of every pixel, row-major (y, x); 0 = unlabelled. For reading only. */
  get classes(): Uint8Array {
    return this.#plane.pixels;
  }

  /** By number of the tile (`class-tiles.ts`): 0 where every pixel is unlabelled, 1 where that is not known. */
  get touchedTiles(): Uint8Array {
    return this.#plane.touched;
  }

  get instances(): ReadonlyMap<number, LabelledInstance> {
    return this.#index.byId;
  }

  /** Title of the edit under way; null while there is none. */
  get editing(): string | null {
    return this.#editing?.title ?? null;
  }

  /** Pixels by class id; 0 = unlabelled. Costs what changed since the last call. */
  countClasses(): Float64Array {
    return this.#plane.count();
  }

  /** Class of the pixel under an image position; 0 outside. */
  classAt(x: number, y: number): number {
    const inside = x >= 0 && y >= 0 && x < this.width && y < this.height;
    return inside ? this.classes[Math.floor(y) * this.width + Math.floor(x)] : 0;
  }

  /** Particles under an image position, topmost first. */
  instancesAt(x: number, y: number): LabelledInstance[] {
    return this.#index.at(x, y);
  }

  /** Particles whose box meets `box`, by ascending id. */
  instancesIn(box: PixelBox): LabelledInstance[] {
    return this.#index.meeting(box);
  }

  /** Pixels of a particle; none when there is no such. */
  spansOf(id: number): Spans {
    const painted = this.#editing?.spans.get(id);
    if (painted !== undefined) return painted;
    const instance = this.#index.byId.get(id);
    return instance === undefined ? noSpans : spansOfMask(instance.mask);
  }

  /** An id that no particle of the frame has had. */
  newId(): number {
    return this.#nextId++;
  }

  /** The particle of these pixels; null when none of them lies in the image. */
  instanceFrom(id: number, spans: Spans, classId: number, reviewed = false): LabelledInstance | null {
    const mask = maskOfSpans(clipped(spans, this.#whole()));
    return mask === null ? null : { ...instanceOf(id, mask, this.width, this.height), classId, reviewed };
  }

  /** Starts an edit. `title` says what it does, for undo: "Paint Particle". Throws when one is under way. */
  begin(title: string): void {
    if (this.#editing !== null) throw new Error(`"${this.#editing.title}" is not finished`);
    this.#editing = { title, protect: this.protect, before: new Map(), spans: new Map() };
  }

  /** Gives a class (0 = unlabelled) to pixels, where what is protected allows it. */
  paintClass(spans: Spans, value: number): void {
    const { protect } = this.#underWay();
    const box = this.#plane.paint(spans, value, paintableOver(protect, value));
    if (box !== null) this.#tell({ boxes: [box], instances: [], settled: false });
  }

  /**
   * Adds pixels to a particle or takes them from it; 'new' makes one of `classId`. Returns its id, for going on. A particle that loses its
   * last pixel is gone, but may be painted on in the same edit.
   */
  paintInstance(target: number | 'new', spans: Spans, how: 'add' | 'erase', classId = 1): number {
    const editing = this.#underWay();
    const id = target === 'new' ? this.newId() : target;
    const known = this.#index.byId.get(id) ?? editing.before.get(id) ?? null;
    const inside = clipped(spans, this.#whole());
    const before = this.spansOf(id);
    const painted = how === 'erase' ? subtract(before, inside) : union(before, this.#free(id, inside, editing.protect));
    const next = this.instanceFrom(id, painted, known?.classId ?? classId, false);
    editing.spans.set(id, painted);
    this.#put(id, next, editing);
    this.#tell({ boxes: [], instances: [{ id, box: boundsOf(inside) }], settled: false });
    return id;
  }

  /** Ends the edit. Returns what it changed, or null when that is nothing; then there is nothing to undo. */
  end(): LabelEdit | null {
    const { title, before } = this.#underWay();
    const { now: classes, before: former } = this.#plane.differences();
    const ids = [...before]
      .filter(([id, was]) => particlesDiffer(was, this.#index.byId.get(id) ?? null))
      .map(([id]) => id);
    const changed = ids.map((id) => this.#index.byId.get(id)).filter((now) => now !== undefined);
    const removed = ids.filter((id) => !this.#index.byId.has(id));
    this.#plane.settle();
    this.#editing = null;
    this.#tell({ boxes: [], instances: [], settled: true });
    if (classes.length === 0 && ids.length === 0) return null;
    const edit = { classes, changed, removed };
    const was = ids.map((id) => before.get(id) ?? null);
    this.#steps.add({
      title,
      forth: edit,
      back: {
        classes: former,
        changed: was.filter((instance) => instance !== null),
        removed: ids.filter((_, i) => was[i] === null),
      },
    });
    this.#onEdit(title, edit);
    return edit;
  }

  /** Takes the edit under way back, pixel by pixel; does nothing when there is none. */
  cancel(): void {
    if (this.#editing === null) return;
    const { before } = this.#editing;
    const boxes = this.#plane.rollback();
    this.#editing = null;
    this.#tell({ boxes, instances: [...before].map(([id, was]) => this.#replace(id, was)), settled: true });
  }

  /** Changes whole particles in one edit: merge, split, delete, grow, another class. What is protected does not matter here. */
  setInstances(title: string, changed: readonly LabelledInstance[], removed: readonly number[]): LabelEdit | null {
    return this.apply(title, { changed, removed });
  }

  /** Makes a change in one edit. Classes obey what is protected. */
  apply(title: string, { classes = [], changed = [], removed = [] }: LabelWish): LabelEdit | null {
    this.begin(title);
    const editing = this.#underWay();
    for (const { spans, value } of classes) this.paintClass(spans, value);
    const gone = removed.map((id) => this.#put(id, null, editing));
    const instances = [...gone, ...changed.map((instance) => this.#put(instance.id, instance, editing))];
    if (instances.length > 0) this.#tell({ boxes: [], instances, settled: false });
    return this.end();
  }

  /**
   * Takes the last edit back at once, from memory, if it is called `title` (null: whatever it is called); the project is told by somebody
   * else. False when it is not remembered, as after changes from outside.
   */
  stepBack(title: string | null): boolean {
    return this.#step(() => this.#steps.back(title));
  }

  /** Makes the edit that was taken back last again. */
  stepForth(title: string | null): boolean {
    return this.#step(() => this.#steps.forth(title));
  }

  /** Makes an edit again that is on its way to the project, after older news came from there. */
  reapply({ classes, changed, removed }: LabelEdit): void {
    const box = this.#plane.write(classes);
    const instances = [
      ...removed.map((id) => this.#replace(id, null)),
      ...changed.map((instance) => this.#replace(instance.id, instance)),
    ];
    this.#tell({ boxes: box === null ? [] : [box], instances, settled: true });
  }

  /** Hears of every change, also inside an edit. Returns the way to stop. */
  onChange(hear: (change: LabelChange) => void): () => void {
    this.#ears.add(hear);
    return () => this.#ears.delete(hear);
  }

  /**
   * Takes over what the project has: encoded tiles (none = unlabelled), particles, ids of those that are gone. An edit under way goes on upon
   * it. Throws `Failure` malformed.
   */
  adopt(news: {
    readonly tiles: readonly { readonly tile: number; readonly bytes: Uint8Array }[];
    readonly instances: readonly LabelledInstance[];
    readonly removed: readonly number[];
    readonly nextId: number;
  }): void {
    const boxes = news.tiles.map(({ tile, bytes }) => this.#plane.adopt(tile, bytes)).filter((box) => box !== null);
    const instances = [
      ...news.removed.map((id) => this.#adoptParticle(id, null)),
      ...news.instances.map((instance) => this.#adoptParticle(instance.id, instance)),
    ].filter((change) => change !== null);
    this.#nextId = Math.max(this.#nextId, news.nextId);
    if (boxes.length === 0 && instances.length === 0) return;
    this.#steps.clear();
    this.#tell({ boxes, instances, settled: this.#editing === null });
  }

  #adoptParticle(id: number, now: LabelledInstance | null): LabelChange['instances'][number] | null {
    const before = this.#editing?.before;
    if (before?.has(id) === true) {
      before.set(id, now);
      return null;
    }
    return particlesDiffer(this.#index.byId.get(id) ?? null, now) ? this.#replace(id, now) : null;
  }

  #step(take: () => LabelEdit | null): boolean {
    const edit = this.#editing === null ? take() : null;
    if (edit !== null) this.reapply(edit);
    return edit !== null;
  }

  #whole(): PixelBox {
    return { x: 0, y: 0, width: this.width, height: this.height };
  }

  #underWay(): Editing {
    if (this.#editing === null) throw new Error('no edit is under way');
    return this.#editing;
  }

  #put(id: number, instance: LabelledInstance | null, { before }: Editing): LabelChange['instances'][number] {
    if (!before.has(id)) before.set(id, this.#index.byId.get(id) ?? null);
    if (id >= this.#nextId) this.#nextId = id + 1;
    return this.#replace(id, instance);
  }

  #replace(id: number, instance: LabelledInstance | null): LabelChange['instances'][number] {
    const was = this.#index.byId.get(id);
    if (instance === null) this.#index.delete(id);
    else this.#index.set(instance);
    return { id, box: boxOf([was, instance ?? undefined].flatMap((known) => known?.mask ?? [])) };
  }

  /** `spans` without the pixels of protected particles. */
  #free(id: number, spans: Spans, protect: Protect): Spans {
    if (protect.mode === 'all' || isEmpty(spans)) return spans;
    const others = this.#index
      .meeting(boundsOf(spans))
      .filter((other) => other.id !== id && keepsOff(protect, other.classId))
      .map(({ mask }) => clipped(spansOfMask(mask), boundsOf(spans)));
    return others.length === 0 ? spans : subtract(spans, unionOf(others));
  }

  #tell(change: LabelChange): void {
    for (const hear of this.#ears) hear(change);
  }
}
