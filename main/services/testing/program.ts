// The services without a host: real projects in a temporary folder, tasks in this thread, a list of what was told.
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { EventName } from '../../../app/contract/events.ts';
import { type CallInput, type CallName, type CallOutput, calls } from '../../../app/contract/list.ts';
import { Failure } from '../../../app/domain/failure.ts';
import type { JobInfo } from '../../../app/domain/job.ts';
import type { Task, TaskOptions, TaskRunner } from '../../../app/ports/task.ts';
import { oneThread } from '../../../app/ports/work.ts';
import { openDisk } from '../../files/disk-source.ts';
import { watchFolder } from '../../files/folder-watch.ts';
import { localDisk } from '../../files/local-disk.ts';
import { Board } from '../../jobs/board.ts';
import { inlineStore } from '../../storage/inline-store.ts';
import { createServices } from '../list.ts';
import type { HostPort, ServicePorts } from '../ports.ts';

/** Runs tasks where they are asked for, with files, hashes, progress and stop as in a worker thread. */
export class ThreadlessTasks implements TaskRunner {
  /** Names of the tasks that ran. */
  readonly ran: string[] = [];
  /** Called before each task; may throw or wait. */
  before: (name: string, input: unknown) => Promise<void> | void = () => undefined;

  async run<In, Out>({ name, run }: Task<In, Out>, input: In, options: TaskOptions = {}): Promise<Out> {
    const open: { close(): void }[] = [];
    const check = () => {
      if (options.signal?.aborted === true) throw new Failure('stopped', 'Stopped.', '');
    };
    // As in the pool: never in the same turn.
    await new Promise(setImmediate);
    check();
    await this.before(name, input);
    check();
    this.ran.push(name);
    try {
      return await run(structuredClone(input), {
        open: (file) => {
          const opened = openDisk(file);
          open.push(opened);
          return opened.source;
        },
        sha256: () => {
          const hash = createHash('sha256');
          return { update: (bytes) => void hash.update(bytes), hex: () => hash.digest('hex') };
        },
        work: { threads: oneThread, check, progress: (fraction, note) => options.onProgress?.(fraction, note) },
      });
    } finally {
      for (const file of open) file.close();
    }
  }
}

export interface TestProgram {
  readonly folder: string;
  readonly tasks: ThreadlessTasks;
  readonly ports: ServicePorts;
  readonly reader: ReturnType<typeof createServices>['reader'];
  readonly openAtStart: (project: string | undefined) => Promise<void>;
  /** Names and payloads of events, in order. */
  readonly told: { readonly event: EventName; readonly payload: unknown }[];
  /** Asks as over the border: the input and the answer are checked against the contract. */
  ask<N extends CallName>(name: N, input: CallInput<N>, signal?: AbortSignal): Promise<CallOutput<N>>;
  /** Waits for a job that must end well; its result. */
  done(job: Promise<JobInfo> | JobInfo): Promise<Record<string, unknown>>;
  /** Another start of the program on the same folders. */
  restart(): Promise<TestProgram>;
  close(): Promise<void>;
  remove(): Promise<void>;
}

export function testProgram(
  given: string = mkdtempSync(path.join(tmpdir(), 'morpho-services-')),
  host: Partial<HostPort> = {},
): TestProgram {
  const told: { event: EventName; payload: unknown }[] = [];
  const tasks = new ThreadlessTasks();
  const jobs = new Board((job) => told.push({ event: 'job.changed', payload: { job } }));
  const ports: ServicePorts = {
    tasks,
    jobs,
    emit: (event, payload) => void told.push({ event, payload }),
    store: inlineStore('0.1.0'),
    disk: {
      ...localDisk(),
      // Looks often, so that tests are quick.
      watch: (folder, take, problem, known) => watchFolder({ folder, take, problem, known, pollMs: 20, settleMs: 60 }),
    },
    host: {
      kind: 'cli',
      version: '0.1.0',
      platform: 'linux',
      configFolder: path.join(given, 'config'),
      documentsFolder: path.join(given, 'documents'),
      samplesFolder: path.join(given, 'samples'),
      devices: () => [{ id: 'cpu', title: 'CPU', threads: 1, active: true }],
      ...host,
    },
  };
  const services = createServices(ports);
  const program: TestProgram = {
    folder: given,
    tasks,
    ports,
    reader: services.reader,
    openAtStart: services.openAtStart,
    told,
    ask: async (name, input, signal = new AbortController().signal) => {
      const handler = services.handlers[name] as (input: unknown, asked: { signal: AbortSignal }) => unknown;
      const output = await handler(calls[name].input.parse(input), { signal });
      return calls[name].output.parse(structuredClone(output)) as never;
    },
    done: async (job) => {
      const ended = await jobs.finished((await job).id);
      if (ended.state !== 'done') throw new Error(`${ended.title}: ${ended.state} ${ended.failure?.message ?? ''}`);
      return ended.result;
    },
    restart: async () => {
      await program.close();
      return testProgram(given, host);
    },
    close: async () => {
      await jobs.close();
      await services.close();
    },
    remove: async () => {
      await program.close();
      rmSync(given, { recursive: true, force: true });
    },
  };
  return program;
}
