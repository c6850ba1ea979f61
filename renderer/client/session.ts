import type { EventName, EventPayload } from '../../app/contract/events.ts';
import type { CallInput, CallName, CallOutput } from '../../app/contract/list.ts';
import { Failure } from '../../app/domain/failure.ts';
import type { AskOptions, Client } from './client.ts';

let client: Client | null = null;

/** Makes `next` the client of this window; tests pass a fake one. */
export function setClient(next: Client | null): void {
  client = next;
}

/** Asks the services of the running program. Rejects with `Failure` only. */
export function ask<N extends CallName>(call: N, input: CallInput<N>, options?: AskOptions): Promise<CallOutput<N>> {
  if (client === null) {
    return Promise.reject(
      new Failure('disconnected', 'The window is not connected to the program.', 'Wait a moment and try again.'),
    );
  }
  return client.ask(call, input, options);
}

/** Hears one event of the services. */
export function on<N extends EventName>(event: N, hear: (payload: EventPayload<N>) => void): () => void {
  return client === null ? () => undefined : client.on(event, hear);
}
