import type { DeviceInfo } from '../../app/contract/nouns.ts';
import type { Devices } from '../../app/ports/devices.ts';
import type { Disk } from '../../app/ports/disk.ts';
import type { JobBoard } from '../../app/ports/job-board.ts';
import type { ModelDesk } from '../../app/ports/models.ts';
import type { Store } from '../../app/ports/store.ts';
import type { TaskRunner } from '../../app/ports/task.ts';
import type { Trainer } from '../../app/ports/trainer.ts';
import type { Emit } from './handler.ts';

/** What the system's own open and save windows can do, where the host has them. */
export type PickFiles = (request: {
  readonly purpose: 'open-files' | 'open-folder' | 'open-project' | 'save-file';
  readonly title: string;
  readonly suggestedName?: string | undefined;
}) => Promise<string[]>;

/** The program that the services run in. */
export interface HostPort {
  readonly kind: 'electron' | 'loopback' | 'cli';
  readonly version: string;
  readonly platform: string;
  /** Folder of settings and the recent list; made when needed. */
  readonly configFolder: string;
  /** Where new projects are proposed. */
  readonly documentsFolder: string;
  /** Holds `sample-project.json` and the shipped micrographs. */
  readonly samplesFolder: string;
  /** Holds the weights of the shipped models. */
  readonly modelsFolder: string;
  readonly devices: () => readonly DeviceInfo[];
  readonly pickFiles?: PickFiles;
}

/** Everything that the services take from outside. */
export interface ServicePorts {
  readonly tasks: TaskRunner;
  readonly jobs: JobBoard;
  readonly emit: Emit;
  readonly store: Store;
  readonly disk: Disk;
  readonly trainer: Trainer;
  readonly models: ModelDesk;
  readonly devices: Devices;
  readonly host: HostPort;
}
