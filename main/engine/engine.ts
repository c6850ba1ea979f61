import { fork } from 'node:child_process';
import { Failure } from '../../app/domain/failure.ts';
import type { AbortSignalLike } from '../../app/ports/task.ts';
import type { CallName, EngineCalls, Line, Reply } from './messages.ts';

/** A running engine process, whoever started it. */
export interface EngineProcess extends Line {
  /** Called once, with what is known about why it ended. */
  onExit(hear: (reason: string) => void): void;
  /** Ends it at once. */
  kill(): void;
}

/** Starts the engine under Node. @param entry path of `main.ts`, or of what it was built into */
export function forkEngine(entry: string): EngineProcess {
  const child = fork(entry, [], { serialization: 'advanced', stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  child.unref();
  child.channel?.unref();
  return {
    send: (message) => {
      child.send(message as Record<string, unknown>, () => undefined);
    },
    onMessage: (hear) => child.on('message', hear),
    onExit: (hear) => {
      child.once('error', (error) => hear(error.message));
      child.once('exit', (code, signal) => hear(signal ?? `code ${code}`));
    },
    kill: () => {
      child.kill('SIGKILL');
    },
  };
}

interface Waiting {
  readonly resolve: (answer: unknown) => void;
  readonly reject: (failure: Failure) => void;
  readonly onProgress: ((fraction: number) => void) | undefined;
}

export interface CallOptions {
  readonly onProgress?: (fraction: number) => void;
  /** Ends the engine process at once when it fires: the runtime can't be interrupted otherwise. */
  readonly signal?: AbortSignalLike;
}

/**
 * The engine as the program uses it: asks and answers over a process that is started when first needed and again after it ended.
 * What a process held (trainings, models) is gone with it; `generation` tells whether that happened.
 */
export class Engine {
  readonly #launch: () => EngineProcess;
  readonly #waiting = new Map<number, Waiting>();
  #process: EngineProcess | null = null;
  #keepAlive: ReturnType<typeof setInterval> | null = null;
  #count = 0;
  #generation = 0;

  constructor(launch: () => EngineProcess) {
    this.#launch = launch;
  }

  /** How many processes were started so far. */
  get generation(): number {
    return this.#generation;
  }

  /**
   * Rejects with `Failure`: engine-crashed when the process died, stopped when the signal fired or `stop` was called, or what
   * the engine says.
   */
  call<C extends CallName>(
    call: C,
    ask: EngineCalls[C]['ask'],
    options: CallOptions = {},
  ): Promise<EngineCalls[C]['answer']> {
    const { signal, onProgress } = options;
    if (signal?.aborted) return Promise.reject(stopped());
    const id = ++this.#count;
    const process = this.#start();
    return new Promise((resolve, reject) => {
      const abort = () => this.stop();
      signal?.addEventListener('abort', abort, { once: true });
      const settle = () => {
        signal?.removeEventListener('abort', abort);
        this.#rest();
      };
      this.#waiting.set(id, {
        resolve: (answer) => {
          settle();
          resolve(answer as EngineCalls[C]['answer']);
        },
        reject: (failure) => {
          settle();
          reject(failure);
        },
        onProgress,
      });
      // the child does not keep this process alive, an open question does
      this.#keepAlive ??= setInterval(() => undefined, 60_000);
      process.send({ id, call, ask });
    });
  }

  /** Ends whatever the engine is doing: open calls reject with `stopped`, what it held is gone. */
  stop(): void {
    this.#end(stopped());
  }

  #start(): EngineProcess {
    if (this.#process) return this.#process;
    const process = this.#launch();
    this.#process = process;
    this.#generation++;
    process.onMessage((message) => this.#hear(message as Reply));
    process.onExit((reason) => {
      if (this.#process !== process) return;
      this.#end(
        new Failure(
          'engine-crashed',
          `The engine for networks ended unexpectedly (${reason}).`,
          'Go on from the last checkpoint. If it happens again, choose smaller batches or another device.',
        ),
      );
    });
    return process;
  }

  #hear(reply: Reply): void {
    const waiting = this.#waiting.get(reply.id);
    if (!waiting) return;
    if (reply.kind === 'progress') {
      waiting.onProgress?.(reply.fraction);
      return;
    }
    this.#waiting.delete(reply.id);
    if (reply.kind === 'answer') waiting.resolve(reply.answer);
    else waiting.reject(Failure.of(reply.failure));
  }

  #end(failure: Failure): void {
    const process = this.#process;
    this.#process = null;
    process?.kill();
    const open = [...this.#waiting.values()];
    this.#waiting.clear();
    for (const waiting of open) waiting.reject(failure);
  }

  #rest(): void {
    if (this.#waiting.size > 0 || this.#keepAlive === null) return;
    clearInterval(this.#keepAlive);
    this.#keepAlive = null;
  }
}

const stopped = () => new Failure('stopped', 'Stopped.', 'What was finished before is kept.');
