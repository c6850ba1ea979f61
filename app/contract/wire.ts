import { z } from 'zod';
import { FailureInfo } from '../domain/failure.ts';

/**
 * The whole transport: two members. Memory (CLI, tests), a WebSocket (loopback host) or Electron's message channel
 * carry it. Messages are plain JSON values; big bytes go by URL, never over the wire.
 */
export interface Wire {
  send(message: WireMessage): void;
  /** Hears every message from the other end, in order. Returns the way to stop hearing. */
  onMessage(hear: (message: WireMessage) => void): () => void;
}

export const WireMessage = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('ask'), id: z.number().int(), call: z.string(), input: z.unknown() }),
  z.object({ kind: z.literal('answer'), id: z.number().int(), output: z.unknown() }),
  z.object({ kind: z.literal('failure'), id: z.number().int(), failure: FailureInfo }),
  z.object({ kind: z.literal('stop'), id: z.number().int() }),
  z.object({ kind: z.literal('event'), event: z.string(), payload: z.unknown() }),
]);
export type WireMessage = z.infer<typeof WireMessage>;
