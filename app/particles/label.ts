import { Failure } from '../domain/failure.ts';
import type { Instance } from '../domain/instance.ts';
import type { LabelMap, SharedPixels } from '../domain/plane.ts';
import { boxOf, instanceOf, maskOfPlane, paintMask } from '../domain/run-mask.ts';

/** Runs of a label map in row-major order: label, row, first column, length. Grows by doubling. */
class RunList {
  count = 0;
  label = new Int32Array(1024);
  row = new Int32Array(1024);
  from = new Int32Array(1024);
  length = new Int32Array(1024);

  push(label: number, row: number, from: number, length: number): void {
    if (this.count === this.label.length) {
      this.label = doubled(this.label);
      this.row = doubled(this.row);
      this.from = doubled(this.from);
      this.length = doubled(this.length);
    }
    this.label[this.count] = label;
    this.row[this.count] = row;
    this.from[this.count] = from;
    this.length[this.count] = length;
    this.count++;
  }
}

function doubled(array: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(array.length * 2);
  larger.set(array);
  return larger;
}

function runsOf(labels: LabelMap): RunList {
  const { width, height, count, data } = labels;
  const list = new RunList();
  for (let row = 0; row < height; row++) {
    const start = row * width;
    const stop = start + width;
    for (let i = start; i < stop; ) {
      const label = data[i];
      if (label === 0) {
        i++;
        continue;
      }
      if (label < 0 || label > count) {
        throw new Failure(
          'invalid-input',
          `A label map that says it holds labels 1 to ${count} also holds ${label}.`,
          'Number the labels from 1 without going over the count.',
        );
      }
      const from = i++;
      while (i < stop && data[i] === label) i++;
      list.push(label, row, from - start, i - from);
    }
  }
  return list;
}

/**
 * The instances of a label map, one for each label that has pixels, in ascending order of label; an instance's id is its
 * label (`renumbered` closes gaps). It has the pixels that it shares too. A label whose pixels are not connected stays one instance.
 * Bounding boxes are tight.
 * One pass over the pixels, then one over the runs. Throws `Failure` invalid-input when a label is outside 1..count.
 */
export function labelsToInstances(labels: LabelMap): Instance[] {
  const runs = runsOf(labels);
  const size = labels.count + 1;
  const number = new Int32Array(size);
  const left = new Int32Array(size).fill(labels.width);
  const right = new Int32Array(size);
  const top = new Int32Array(size).fill(labels.height);
  const bottom = new Int32Array(size);
  for (let r = 0; r < runs.count; r++) {
    const label = runs.label[r];
    number[label]++;
    left[label] = Math.min(left[label], runs.from[r]);
    right[label] = Math.max(right[label], runs.from[r] + runs.length[r]);
    top[label] = Math.min(top[label], runs.row[r]);
    bottom[label] = runs.row[r] + 1;
  }
  const masks: Uint32Array[] = [];
  for (let label = 0; label < size; label++) masks.push(new Uint32Array(2 * number[label]));
  const filled = number.fill(0);
  for (let r = 0; r < runs.count; r++) {
    const label = runs.label[r];
    const at = filled[label];
    masks[label][at] = (runs.row[r] - top[label]) * (right[label] - left[label]) + runs.from[r] - left[label];
    masks[label][at + 1] = runs.length[r];
    filled[label] = at + 2;
  }
  const instances: Instance[] = [];
  for (let label = 1; label < size; label++) {
    if (filled[label] === 0) continue;
    const mask = {
      x: left[label],
      y: top[label],
      width: right[label] - left[label],
      height: bottom[label] - top[label],
      runs: masks[label],
    };
    instances.push(instanceOf(label, mask, labels.width, labels.height));
  }
  return labels.shared === undefined ? instances : withShared(instances, labels, labels.shared);
}

/** Adds to each instance the pixels that it shares with the ones of the map. */
function withShared(instances: readonly Instance[], { width, height }: LabelMap, shared: SharedPixels): Instance[] {
  const added = new Map<number, number[]>();
  shared.labels.forEach((label, i) => {
    const own = added.get(label);
    if (own === undefined) added.set(label, [shared.pixels[i]]);
    else own.push(shared.pixels[i]);
  });
  return instances.map((instance) => {
    const pixels = added.get(instance.id);
    if (pixels === undefined) return instance;
    const places = pixels.map((p) => ({ x: p % width, y: Math.floor(p / width), width: 1, height: 1 }));
    const box = boxOf([instance.mask, ...places]);
    const plane = new Uint8Array(box.width * box.height);
    paintMask(instance.mask, plane, box, 1);
    for (const { x, y } of places) plane[(y - box.y) * box.width + x - box.x] = 1;
    const mask = maskOfPlane(plane, box, 1);
    return mask === null ? instance : instanceOf(instance.id, mask, width, height);
  });
}

/**
 * Label map of `width` x `height` with each instance's id on its pixels; where instances overlap, the later one in the
 * list shows. `count` is the largest id. Pixels outside the image are left out.
 */
export function instancesToLabels(instances: readonly Instance[], width: number, height: number): LabelMap {
  const data = new Int32Array(width * height);
  const frame = { x: 0, y: 0, width, height };
  let count = 0;
  for (const { id, mask } of instances) {
    paintMask(mask, data, frame, id);
    count = Math.max(count, id);
  }
  return { width, height, count, data };
}

/** The same instances, in the same order, with ids 1, 2, 3 ... */
export function renumbered(instances: readonly Instance[]): Instance[] {
  return instances.map((instance, i) => (instance.id === i + 1 ? instance : { ...instance, id: i + 1 }));
}

/** The instances that lie wholly inside the image: none of their pixels is in its first or last row or column. */
export function withoutBorder(instances: readonly Instance[]): Instance[] {
  return instances.filter((instance) => !instance.atBorder);
}
