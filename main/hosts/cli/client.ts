import type { EventName, EventPayload } from '../../../app/contract/events.ts';
import type { CallInput, CallName, CallOutput } from '../../../app/contract/list.ts';
import type { Wire, WireMessage } from '../../../app/contract/wire.ts';
import { Failure } from '../../../app/domain/failure.ts';
import type { JobInfo } from '../../../app/domain/job.ts';

/** Two wire ends in one process: what one sends the other hears, a microtask later. */
export function memoryWires(): [Wire, Wire] {
  const ears: [Set<(m: WireMessage) => void>, Set<(m: WireMessage) => void>] = [new Set(), new Set()];
  const end = (own: 0 | 1): Wire => ({
    send: (message) =>
      queueMicrotask(() => {
        for (const hear of ears[own === 0 ? 1 : 0]) hear(message);
      }),
    onMessage: (hear) => {
      ears[own].add(hear);
      return () => ears[own].delete(hear);
    },
  });
  return [end(0), end(1)];
}

/** Asks the services over a wire. */
export class Client {
  readonly #wire: Wire;
  readonly #waiting = new Map<number, { resolve: (output: unknown) => void; reject: (failure: Failure) => void }>();
  readonly #ears = new Set<(event: string, payload: unknown) => void>();
  #nextId = 1;

  constructor(wire: Wire) {
    this.#wire = wire;
    wire.onMessage((message) => {
      if (message.kind === 'event') for (const hear of this.#ears) hear(message.event, message.payload);
      if (message.kind !== 'answer' && message.kind !== 'failure') return;
      const waiting = this.#waiting.get(message.id);
      this.#waiting.delete(message.id);
      if (message.kind === 'answer') waiting?.resolve(message.output);
      else waiting?.reject(Failure.of(message.failure));
    });
  }

  ask<N extends CallName>(call: N, input: CallInput<N>): Promise<CallOutput<N>> {
    const id = this.#nextId++;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve: (output) => resolve(output as CallOutput<N>), reject });
      this.#wire.send({ kind: 'ask', id, call, input });
    });
  }

  hear<N extends EventName>(event: N, hear: (payload: EventPayload<N>) => void): () => void {
    const listener = (name: string, payload: unknown) => {
      if (name === event) hear(payload as EventPayload<N>);
    };
    this.#ears.add(listener);
    return () => this.#ears.delete(listener);
  }

  /**
   * Starts a job and waits for its end. Throws the job's failure.
   * @param onChange hears every progress
   */
  async job(start: Promise<JobInfo>, onChange: (job: JobInfo) => void): Promise<JobInfo> {
    const early: JobInfo[] = [];
    let settle: ((job: JobInfo) => void) | undefined;
    const quit = this.hear('job.changed', ({ job }) => {
      early.push(job);
      settle?.(job);
    });
    try {
      const { id } = await start;
      const ended = await new Promise<JobInfo>((resolve) => {
        settle = (job) => {
          if (job.id !== id) return;
          onChange(job);
          if (job.state === 'done' || job.state === 'failed' || job.state === 'stopped') resolve(job);
        };
        early.forEach(settle);
      });
      if (ended.failure !== null) throw Failure.of(ended.failure);
      if (ended.state === 'stopped')
        throw new Failure('stopped', `${ended.title} was stopped.`, 'What was finished before is kept.');
      return ended;
    } finally {
      quit();
    }
  }
}
