import { type EventName, type EventPayload, events } from '../../app/contract/events.ts';
import { type CallName, calls } from '../../app/contract/list.ts';
import type { Wire, WireMessage } from '../../app/contract/wire.ts';
import { Failure } from '../../app/domain/failure.ts';
import type { Emit, Handlers } from './handler.ts';

/** Hands every event of the services to all listening windows. */
export class EventHub {
  readonly #ears = new Set<(name: EventName, payload: unknown) => void>();

  readonly emit: Emit = (name, payload) => {
    for (const hear of this.#ears) hear(name, payload);
  };

  listen(hear: (name: EventName, payload: unknown) => void): () => void {
    this.#ears.add(hear);
    return () => this.#ears.delete(hear);
  }

  /** Resolves with the first payload of `name` that `fits`. */
  once<N extends EventName>(name: N, fits: (payload: EventPayload<N>) => boolean): Promise<EventPayload<N>> {
    return new Promise((resolve) => {
      const quit = this.listen((event, payload) => {
        if (event !== name || !fits(payload as EventPayload<N>)) return;
        quit();
        resolve(payload as EventPayload<N>);
      });
    });
  }
}

function knownCall(name: string): name is CallName {
  return Object.hasOwn(calls, name);
}

/**
 * Answers one end of a wire: checks what comes in and what goes out against the contract, turns every error into a
 * failure with a remedy, stops what the asker no longer wants.
 * @returns the way to stop serving (all running asks are stopped)
 */
export function serve(wire: Wire, handlers: Handlers, hub: EventHub): () => void {
  const running = new Map<number, AbortController>();

  async function answer(id: number, name: string, input: unknown): Promise<void> {
    const abort = new AbortController();
    running.set(id, abort);
    try {
      if (!knownCall(name)) {
        throw new Failure(
          'wrong-usage',
          `The services know no call named “${name}”.`,
          'The window and the services are of different versions; restart the program.',
        );
      }
      const parsed = calls[name].input.safeParse(input ?? {});
      if (!parsed.success) {
        const first = parsed.error.issues[0];
        throw new Failure(
          'invalid-input',
          `${name}: ${first?.path.join('.') ?? ''} ${first?.message ?? 'not understood'}`.trim(),
          'Correct the value and try again.',
        );
      }
      const handler = handlers[name] as (input: unknown, asked: { signal: AbortSignal }) => unknown;
      const output = calls[name].output.parse(await handler(parsed.data, { signal: abort.signal }));
      wire.send({ kind: 'answer', id, output });
    } catch (thrown) {
      const failure = Failure.from(thrown);
      if (failure.info.tag === 'internal') console.error(thrown);
      wire.send({ kind: 'failure', id, failure: failure.info });
    } finally {
      running.delete(id);
    }
  }

  const quitWire = wire.onMessage((message: WireMessage) => {
    if (message.kind === 'ask') void answer(message.id, message.call, message.input);
    else if (message.kind === 'stop') running.get(message.id)?.abort();
  });
  const quitHub = hub.listen((event, payload) => {
    wire.send({ kind: 'event', event, payload: events[event].parse(payload) });
  });
  return () => {
    quitWire();
    quitHub();
    for (const abort of running.values()) abort.abort();
  };
}
