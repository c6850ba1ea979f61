import type { LabelFrameKey, LabelTouch } from '../../../app/ports/stored-labels.ts';
import type { Writer } from '../connection.ts';
import { decodeDelta, encodeDelta } from './delta.ts';
import { Plane } from './plane.ts';
import { ensuredPlane, planeById } from './plane-row.ts';

/** What a transaction changed in one plane: what it touched, and how to go back. */
interface SettledPlane {
  readonly planeId: number;
  readonly touch: LabelTouch;
  readonly bytes: Uint8Array;
}

/** Decoded tiles that a plane holds at a time: 16 MB, however large the image is. */
const heldTiles = 64;

/** The labels that one transaction works on. */
export class LabelDesk {
  readonly #writer: Writer;
  readonly #planes = new Map<number, Plane>();
  readonly #held: number;

  /** @param held decoded tiles that a plane holds at a time, 256 kB each */
  constructor(writer: Writer, held = heldTiles) {
    this.#writer = writer;
    this.#held = held;
  }

  /** The labels of a frame, which may have none yet. Throws `Failure` not-found. */
  at(key: LabelFrameKey): Plane {
    return this.byId(ensuredPlane(this.#writer, key).id);
  }

  byId(planeId: number): Plane {
    const known = this.#planes.get(planeId);
    if (known !== undefined) return known;
    const plane = new Plane(this.#writer, planeById(this.#writer, planeId), this.#held);
    this.#planes.set(planeId, plane);
    return plane;
  }

  /** Undoes or does again what an edit changed. */
  apply(editId: number, to: 'before' | 'after'): void {
    const order = to === 'before' ? 'DESC' : 'ASC';
    const changes = this.#writer.all<{ planeId: number; bytes: Uint8Array }>(
      `SELECT plane_id AS planeId, bytes FROM label_changes WHERE edit_id = ? ORDER BY id ${order}`,
      editId,
    );
    for (const { planeId, bytes } of changes) this.byId(planeId).apply(decodeDelta(bytes), to);
  }

  /** Writes everything; the planes that changed. */
  settle(): SettledPlane[] {
    const now = new Date().toISOString();
    const settled: SettledPlane[] = [];
    for (const [planeId, plane] of this.#planes) {
      const touch = plane.settle(now);
      if (touch !== null) settled.push({ planeId, touch, bytes: encodeDelta(plane.delta) });
    }
    return settled;
  }
}
