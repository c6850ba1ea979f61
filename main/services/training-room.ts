import type { FramePrediction } from '../../app/ports/trainer.ts';
import type { StoredTraining } from '../../app/ports/training-store.ts';
import type { Labels } from './labels.ts';
import type { ModelShelf } from './model-shelf.ts';
import type { ServicePorts } from './ports.ts';
import type { Session } from './session.ts';

export interface FrameRef {
  readonly imageId: number;
  readonly frame: number;
}

/** A training of this session while its job is there. */
export class LiveTraining {
  readonly id: number;
  jobId = 0;
  watched: FrameRef | null;
  /** The newest prediction of the watched frame. */
  predicted: { readonly epoch: number; readonly frame: FrameRef; readonly prediction: FramePrediction } | null = null;
  #gate: { readonly open: Promise<void>; readonly resolve: () => void } | null = null;

  constructor(id: number, watched: FrameRef | null) {
    this.id = id;
    this.watched = watched;
  }

  get paused(): boolean {
    return this.#gate !== null;
  }

  pause(): void {
    if (this.#gate !== null) return;
    const { promise: open, resolve } = Promise.withResolvers<void>();
    this.#gate = { open, resolve };
  }

  goOn(): void {
    this.#gate?.resolve();
    this.#gate = null;
  }

  /** Resolves when the training may go on. */
  async mayGoOn(): Promise<void> {
    await this.#gate?.open;
  }
}

/** Where trainings of the open project happen. */
export interface TrainingRoom {
  readonly ports: ServicePorts;
  readonly session: Session;
  readonly labels: Labels;
  readonly shelf: ModelShelf;
  /** The project is being closed: what runs goes on another time. */
  readonly closing: boolean;
  /** Where the checkpoint of a training lies. */
  checkpointOf(id: number): string;
  setState(id: number, state: StoredTraining['state']): Promise<void>;
  live(id: number): LiveTraining | null;
}
