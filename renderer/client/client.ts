import { type EventName, type EventPayload, events } from '../../app/contract/events.ts';
import type { CallInput, CallName, CallOutput } from '../../app/contract/list.ts';
import type { Wire, WireMessage } from '../../app/contract/wire.ts';
import { Failure } from '../../app/domain/failure.ts';

export interface AskOptions {
  /** Aborting tells the services to stop and rejects with `Failure` stopped at once. */
  readonly signal?: AbortSignal;
}

/** The window's end of the border. */
export interface Client {
  /** Asks the services. Rejects with `Failure`, never with anything else. */
  ask<N extends CallName>(call: N, input: CallInput<N>, options?: AskOptions): Promise<CallOutput<N>>;
  /** Hears one event of the services. Returns the way to stop hearing. */
  on<N extends EventName>(event: N, hear: (payload: EventPayload<N>) => void): () => void;
  /** Rejects everything that is still waiting for an answer, as when the connection breaks. */
  failAll(failure: Failure): void;
}

interface Waiting {
  readonly resolve: (output: unknown) => void;
  readonly reject: (failure: Failure) => void;
}

const stopped = () => new Failure('stopped', 'Stopped.', 'Start again when you like.');

function isEvent(name: string): name is EventName {
  return Object.hasOwn(events, name);
}

/**
 * Asks over any wire. The services check every answer against the contract before they send it and ship with this
 * window, so answers are not parsed a second time here; events are, because an unknown one must not break the window.
 */
export function createClient(wire: Wire): Client {
  const waiting = new Map<number, Waiting>();
  const ears = new Map<EventName, Set<(payload: never) => void>>();
  let lastId = 0;

  function settle(id: number): Waiting | undefined {
    const found = waiting.get(id);
    waiting.delete(id);
    return found;
  }

  function tell(name: string, payload: unknown): void {
    if (!isEvent(name)) return;
    const parsed = events[name].safeParse(payload);
    if (!parsed.success) return;
    for (const hear of ears.get(name) ?? []) hear(parsed.data as never);
  }

  wire.onMessage((message: WireMessage) => {
    switch (message.kind) {
      case 'answer':
        settle(message.id)?.resolve(message.output);
        return;
      case 'failure':
        settle(message.id)?.reject(Failure.of(message.failure));
        return;
      case 'event':
        tell(message.event, message.payload);
        return;
      case 'ask':
      case 'stop':
        return;
    }
  });

  return {
    ask: (call, input, options) =>
      new Promise((resolve, reject) => {
        const signal = options?.signal;
        if (signal?.aborted === true) {
          reject(stopped());
          return;
        }
        const id = ++lastId;
        const stop = () => {
          if (!waiting.delete(id)) return;
          wire.send({ kind: 'stop', id });
          reject(stopped());
        };
        const quit = () => signal?.removeEventListener('abort', stop);
        waiting.set(id, {
          resolve: (output) => {
            quit();
            resolve(output as never);
          },
          reject: (failure) => {
            quit();
            reject(failure);
          },
        });
        signal?.addEventListener('abort', stop, { once: true });
        try {
          wire.send({ kind: 'ask', id, call, input });
        } catch (thrown) {
          settle(id)?.reject(Failure.from(thrown));
        }
      }),
    on: (event, hear) => {
      const set = ears.get(event) ?? new Set();
      ears.set(event, set);
      set.add(hear as (payload: never) => void);
      return () => {
        set.delete(hear as (payload: never) => void);
      };
    },
    failAll: (failure) => {
      const all = [...waiting.values()];
      waiting.clear();
      for (const { reject } of all) reject(failure);
    },
  };
}
