import {
  classTileSide,
  decodeClassTile,
  encodeClassTile,
  tileBox,
  tileGrid,
} from '../../../app/domain/labels/class-tiles.ts';
import type { ClassSpan } from '../../../app/domain/labels/label-edit.ts';
import type { LabelledInstance } from '../../../app/domain/labels/labelled-instance.ts';
import { xorMasks } from '../../../app/domain/labels/mask-xor.ts';
import { instanceOf } from '../../../app/domain/run-mask.ts';
import type { LabelTouch } from '../../../app/ports/stored-labels.ts';
import type { Writer } from '../connection.ts';
import type { InstanceDelta, LabelDelta, TileDelta } from './delta.ts';
import { InstanceTable } from './instance-table.ts';
import type { PlaneRow } from './plane-row.ts';
import { diffTiles, paint, TileChanges } from './tile-runs.ts';

interface Held {
  readonly pixels: Uint8Array;
  dirty: boolean;
}

/** The labels of one frame while a transaction changes them. `settle` writes what is still held. */
export class Plane {
  readonly row: PlaneRow;
  readonly #writer: Writer;
  /** Decoded tiles that are held at a time. */
  readonly #most: number;
  readonly #particles: InstanceTable;
  readonly #held = new Map<number, Held>();
  readonly #tiles: TileDelta[] = [];
  readonly #instances: InstanceDelta[] = [];
  readonly #touchedTiles = new Set<number>();
  readonly #touchedInstances = new Set<number>();
  #pixels: number;

  constructor(writer: Writer, row: PlaneRow, most: number) {
    this.#writer = writer;
    this.#most = most;
    this.row = row;
    this.#particles = new InstanceTable(writer, row);
    this.#pixels = row.pixels;
  }

  /** What was changed here, but for what `apply` did. */
  get delta(): LabelDelta {
    return { tiles: this.#tiles, instances: this.#instances };
  }

  particle(id: number): LabelledInstance | null {
    return this.#particles.get(id);
  }

  particles(): LabelledInstance[] {
    return this.#particles.all();
  }

  /** Gives pixels their class. Spans lie inside the image, ascending. */
  paint(spans: readonly ClassSpan[]): void {
    for (const [tile, pieces] of this.#byTile(spans)) {
      const changes = new TileChanges(tile, this.#box(tile).width);
      const held = this.#hold(tile);
      for (let p = 0; p < pieces.length; p += 3) paint(held.pixels, pieces[p], pieces[p + 1], pieces[p + 2], changes);
      this.#record(changes, held);
    }
  }

  /** Puts encoded tiles in their shortest form in the place of all that are there. */
  replaceTiles(tiles: ReadonlyMap<number, Uint8Array | null>): void {
    this.#letGo(0);
    const numbers = new Set([...this.storedTiles(), ...tiles.keys()]);
    for (const tile of [...numbers].sort((a, b) => a - b)) this.putTile(tile, tiles.get(tile) ?? null);
  }

  /** Puts an encoded tile in its shortest form in the place of the one that is there. */
  putTile(tile: number, bytes: Uint8Array | null): void {
    if (this.#held.has(tile)) this.#letGo(0);
    const box = this.#box(tile);
    const changes = new TileChanges(tile, box.width);
    diffTiles(this.storedTile(tile), bytes, box.width * box.height, changes);
    if (changes.runs.length === 0) return;
    this.#record(changes, null);
    this.#store(tile, bytes);
  }

  /** Makes, changes or (null) removes a particle. */
  putParticle(id: number, next: LabelledInstance | null): void {
    const before = this.#particles.get(id);
    const pixels = xorMasks(before?.mask ?? null, next?.mask ?? null);
    const same = before?.classId === next?.classId && before?.reviewed === next?.reviewed;
    if (pixels === null && same) return;
    this.#instances.push({ id, before: headOf(before), after: headOf(next), pixels });
    this.#touchedInstances.add(id);
    this.#particles.put(id, next);
  }

  replaceParticles(next: readonly LabelledInstance[]): void {
    const staying = new Set(next.map(({ id }) => id));
    for (const { id } of this.#particles.all()) if (!staying.has(id)) this.putParticle(id, null);
    for (const particle of next) this.putParticle(particle.id, particle);
  }

  /** Undoes or does again what an edit changed. */
  apply(delta: LabelDelta, to: 'before' | 'after'): void {
    const tiles = to === 'before' ? [...delta.tiles].reverse() : delta.tiles;
    for (const change of tiles) {
      const held = this.#hold(change.tile);
      const counted = new TileChanges(change.tile, change.width);
      for (let r = 0; r < change.before.length; r++) {
        const [start, length] = [change.runs[2 * r], change.runs[2 * r + 1]];
        held.pixels.fill(change[to][r], start, start + length);
        counted.add(start, length, change[to === 'before' ? 'after' : 'before'][r], change[to][r]);
      }
      held.dirty = true;
      this.#pixels += counted.labelled;
      this.#touchedTiles.add(change.tile);
    }
    const instances = to === 'before' ? [...delta.instances].reverse() : delta.instances;
    for (const change of instances) {
      const head = change[to];
      const mask = xorMasks(this.#particles.get(change.id)?.mask ?? null, change.pixels);
      this.#particles.put(
        change.id,
        head === null || mask === null
          ? null
          : { ...instanceOf(change.id, mask, this.row.width, this.row.height), ...head },
      );
      this.#touchedInstances.add(change.id);
    }
  }

  /** Writes what is held. What it touched, with the version that it leads to; null when nothing was. */
  settle(now: string): LabelTouch | null {
    if (this.#touchedTiles.size === 0 && this.#touchedInstances.size === 0) return null;
    this.#letGo(0);
    this.#particles.settle();
    const { instances, reviewed, next } = this.#particles;
    const version = this.row.version + 1;
    this.#writer.run(
      `UPDATE label_planes SET version = ?, next_instance = ?, pixels = ?, instances = ?, reviewed_instances = ?,
         changed = ? WHERE id = ?`,
      version,
      next,
      this.#pixels,
      instances,
      reviewed,
      now,
      this.row.id,
    );
    return {
      setId: this.row.setId,
      imageId: this.row.imageId,
      frame: this.row.frame,
      version,
      tiles: [...this.#touchedTiles].sort((a, b) => a - b),
      instances: [...this.#touchedInstances].sort((a, b) => a - b),
    };
  }

  storedTile(tile: number): Uint8Array | null {
    const sql = 'SELECT bytes FROM label_tiles WHERE plane_id = ? AND tile = ?';
    return this.#writer.value<Uint8Array>(sql, this.row.id, tile) ?? null;
  }

  storedTiles(): number[] {
    const sql = 'SELECT tile FROM label_tiles WHERE plane_id = ?';
    return this.#writer.all<{ tile: number }>(sql, this.row.id).map(({ tile }) => tile);
  }

  #record(changes: TileChanges, held: Held | null): void {
    if (changes.runs.length === 0) return;
    this.#tiles.push(changes);
    this.#touchedTiles.add(changes.tile);
    this.#pixels += changes.labelled;
    if (held !== null) held.dirty = true;
  }

  #box(tile: number) {
    return tileBox(tile, this.row.width, this.row.height);
  }

  /** Pieces (start, end, value) of spans in each tile, as indices into it. */
  #byTile(spans: readonly ClassSpan[]): Map<number, number[]> {
    const { columns } = tileGrid(this.row.width, this.row.height);
    const pieces = new Map<number, number[]>();
    for (const { y, from, to, value } of spans) {
      const tileRow = Math.floor(y / classTileSide);
      for (let column = Math.floor(from / classTileSide); column * classTileSide < to; column++) {
        const tile = tileRow * columns + column;
        const box = this.#box(tile);
        const start = (y - box.y) * box.width;
        const list = pieces.get(tile) ?? [];
        list.push(start + Math.max(0, from - box.x), start + Math.min(box.width, to - box.x), value);
        pieces.set(tile, list);
      }
    }
    return pieces;
  }

  #hold(tile: number): Held {
    const known = this.#held.get(tile);
    if (known !== undefined) return known;
    this.#letGo(this.#most - 1);
    const box = this.#box(tile);
    const pixels = new Uint8Array(box.width * box.height);
    const bytes = this.storedTile(tile);
    if (bytes !== null) decodeClassTile(bytes, pixels);
    const held = { pixels, dirty: false };
    this.#held.set(tile, held);
    return held;
  }

  /** Writes and forgets the tiles held longest until `keep` are left. */
  #letGo(keep: number): void {
    for (const [tile, { pixels, dirty }] of this.#held) {
      if (this.#held.size <= keep) return;
      if (dirty) this.#store(tile, encodeClassTile(pixels));
      this.#held.delete(tile);
    }
  }

  #store(tile: number, bytes: Uint8Array | null): void {
    if (bytes === null) this.#writer.run('DELETE FROM label_tiles WHERE plane_id = ? AND tile = ?', this.row.id, tile);
    else
      this.#writer.run(
        `INSERT INTO label_tiles (plane_id, tile, bytes) VALUES (?, ?, ?)
         ON CONFLICT (plane_id, tile) DO UPDATE SET bytes = excluded.bytes`,
        this.row.id,
        tile,
        bytes,
      );
  }
}

function headOf(particle: LabelledInstance | null): { classId: number; reviewed: boolean } | null {
  return particle === null ? null : { classId: particle.classId, reviewed: particle.reviewed };
}
