import type { AbortSignalLike } from './task.ts';

/** A device that networks may run on, as it was tried. */
export interface TriedDevice {
  readonly id: string;
  readonly title: string;
  readonly memory: number | null;
  readonly milliseconds: number | null;
  readonly difference: number | null;
  readonly problem: string | null;
  readonly active: boolean;
}

/** Time of one kind of work on a device. */
export interface BenchRow {
  readonly title: string;
  readonly what: 'training' | 'prediction';
  readonly device: string;
  readonly milliseconds: number;
  /** Patches or images a second. */
  readonly rate: number;
}

export interface Devices {
  /** The device that is used. */
  readonly active: string;
  /** @param probe tries each with a real network; else what was found last time, or the processor alone */
  list(probe: boolean): Promise<readonly TriedDevice[]>;
  /** Throws `Failure` unsupported when it does not work. */
  choose(id: string): Promise<readonly TriedDevice[]>;
  bench(
    id: string | null,
    architectures: readonly string[] | null,
    signal: AbortSignalLike,
    progress: (done: number, note: string) => void,
  ): Promise<BenchRow[]>;
}
