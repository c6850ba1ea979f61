import { type Wire, WireMessage } from '../../app/contract/wire.ts';

/** How the connection to the services stands. `retryAt` is in ms of `Date.now()`. */
export type Link =
  | { readonly state: 'connecting' }
  | { readonly state: 'open' }
  | { readonly state: 'lost'; readonly attempts: number; readonly retryAt: number };

/** A wire that may break and come back. */
export interface SocketWire extends Wire {
  /** Hears every change of the connection; called at once with the present one. */
  onLink(hear: (link: Link) => void): () => void;
  /** Tries again now instead of waiting. */
  retry(): void;
  close(): void;
}

/** The part of a browser's WebSocket that is used, so that tests can bring their own. */
export interface SocketLike {
  onopen: (() => void) | null;
  onclose: (() => void) | null;
  onerror: (() => void) | null;
  onmessage: ((event: { data: unknown }) => void) | null;
  send(text: string): void;
  close(): void;
}

/** ms to wait before attempt `n` (1 = the first after a loss): 250, 500, 1000 ... at most 8 s. */
export function backoff(attempt: number): number {
  return Math.min(8000, 250 * 2 ** Math.max(0, attempt - 1));
}

/**
 * JSON text over a WebSocket. What is sent before the connection stands waits for it; what is sent while it is lost
 * throws, so that the asker hears at once. It reconnects by itself with growing pauses.
 */
export function createSocketWire(open: () => SocketLike): SocketWire {
  const ears = new Set<(message: WireMessage) => void>();
  const watchers = new Set<(link: Link) => void>();
  let link: Link = { state: 'connecting' };
  let outbox: string[] = [];
  let socket: SocketLike | null = null;
  let attempts = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let closed = false;

  function change(next: Link): void {
    link = next;
    for (const hear of watchers) hear(next);
  }

  function lose(from: SocketLike): void {
    if (socket !== from || closed) return;
    socket = null;
    attempts++;
    outbox = [];
    const wait = backoff(attempts);
    timer = setTimeout(connect, wait);
    change({ state: 'lost', attempts, retryAt: Date.now() + wait });
  }

  function connect(): void {
    clearTimeout(timer);
    const next = open();
    socket = next;
    next.onopen = () => {
      attempts = 0;
      for (const text of outbox.splice(0)) next.send(text);
      change({ state: 'open' });
    };
    next.onclose = () => lose(next);
    next.onerror = () => lose(next);
    next.onmessage = ({ data }) => {
      const message = parseMessage(data);
      if (message !== null) for (const hear of ears) hear(message);
    };
  }
  connect();

  return {
    send: (message) => {
      const text = JSON.stringify(message);
      if (link.state === 'open' && socket !== null) socket.send(text);
      else if (link.state === 'connecting') outbox.push(text);
      else throw new Error('The connection to the program is lost.');
    },
    onMessage: (hear) => {
      ears.add(hear);
      return () => ears.delete(hear);
    },
    onLink: (hear) => {
      watchers.add(hear);
      hear(link);
      return () => watchers.delete(hear);
    },
    retry: () => {
      if (link.state === 'lost' && socket === null) connect();
    },
    close: () => {
      closed = true;
      clearTimeout(timer);
      socket?.close();
    },
  };
}

/** A received text as a wire message; null for anything else. */
export function parseMessage(data: unknown): WireMessage | null {
  try {
    const parsed = WireMessage.safeParse(JSON.parse(String(data)));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}
