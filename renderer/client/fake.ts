import type { EventName, EventPayload } from '../../app/contract/events.ts';
import type { CallInput, CallName, CallOutput } from '../../app/contract/list.ts';
import type { Wire, WireMessage } from '../../app/contract/wire.ts';
import { Failure } from '../../app/domain/failure.ts';
import { type Client, createClient } from './client.ts';

type Answers = {
  [N in CallName]?: (input: CallInput<N>) => CallOutput<N> | Promise<CallOutput<N>>;
};

export interface FakeServices {
  readonly client: Client;
  /** Every call that was asked, in order. */
  readonly asked: { readonly call: string; readonly input: unknown }[];
  /** Ids of asks that were stopped. */
  readonly stopped: number[];
  emit<N extends EventName>(event: N, payload: EventPayload<N>): void;
  /** Puts any message on the wire, sound or not. */
  say(message: WireMessage): void;
}

/** A client whose other end is a table of answers. For tests only; a call without an answer fails. */
export function fakeServices(answers: Answers): FakeServices {
  const ears = new Set<(message: WireMessage) => void>();
  const asked: { call: string; input: unknown }[] = [];
  const stopped: number[] = [];
  const say = (message: WireMessage) => {
    for (const hear of ears) hear(message);
  };

  async function answer(id: number, call: string, input: unknown): Promise<void> {
    try {
      const handler = answers[call as CallName] as ((input: unknown) => unknown) | undefined;
      if (handler === undefined) throw new Failure('wrong-usage', `No fake answer for ${call}.`, 'Add one.');
      say({ kind: 'answer', id, output: await handler(input) });
    } catch (thrown) {
      say({ kind: 'failure', id, failure: Failure.from(thrown).info });
    }
  }

  const wire: Wire = {
    send: (message) => {
      if (message.kind === 'stop') stopped.push(message.id);
      if (message.kind !== 'ask') return;
      asked.push({ call: message.call, input: message.input });
      void answer(message.id, message.call, message.input);
    },
    onMessage: (hear) => {
      ears.add(hear);
      return () => ears.delete(hear);
    },
  };
  return {
    client: createClient(wire),
    asked,
    stopped,
    emit: (event, payload) => say({ kind: 'event', event, payload }),
    say,
  };
}
