import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { backoff, createSocketWire, type Link, parseMessage, type SocketLike } from './socket.ts';

class FakeSocket implements SocketLike {
  onopen: (() => void) | null = null;
  onclose: (() => void) | null = null;
  onerror: (() => void) | null = null;
  onmessage: ((event: { data: unknown }) => void) | null = null;
  readonly sent: string[] = [];
  send(text: string): void {
    this.sent.push(text);
  }
  close(): void {
    this.onclose?.();
  }
}

const ask = { kind: 'ask', id: 1, call: 'images.list', input: {} } as const;

function setup() {
  const sockets: FakeSocket[] = [];
  const wire = createSocketWire(() => {
    const socket = new FakeSocket();
    sockets.push(socket);
    return socket;
  });
  const links: Link['state'][] = [];
  wire.onLink((link) => links.push(link.state));
  return { sockets, wire, links };
}

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe('socket wire', () => {
  it('keeps what is sent early until the connection stands', () => {
    const { sockets, wire, links } = setup();
    wire.send(ask);
    expect(sockets[0].sent).toEqual([]);
    sockets[0].onopen?.();
    expect(sockets[0].sent).toEqual([JSON.stringify(ask)]);
    expect(links).toEqual(['connecting', 'open']);
  });

  it('refuses to send while the connection is lost, and comes back by itself', () => {
    const { sockets, wire, links } = setup();
    sockets[0].onopen?.();
    sockets[0].onerror?.();
    sockets[0].onclose?.();
    expect(() => wire.send(ask)).toThrow(/lost/);
    vi.advanceTimersByTime(backoff(1));
    expect(sockets).toHaveLength(2);
    sockets[1].onopen?.();
    wire.send(ask);
    expect(sockets[1].sent).toHaveLength(1);
    expect(links).toEqual(['connecting', 'open', 'lost', 'open']);
  });

  it('waits longer after each failed attempt and at once on retry', () => {
    const { sockets, wire } = setup();
    sockets[0].onclose?.();
    vi.advanceTimersByTime(backoff(1));
    sockets[1].onclose?.();
    vi.advanceTimersByTime(backoff(2) - 1);
    expect(sockets).toHaveLength(2);
    wire.retry();
    expect(sockets).toHaveLength(3);
    vi.advanceTimersByTime(60_000);
    expect(sockets).toHaveLength(3);
  });

  it('hands sound messages on and drops the rest', () => {
    const { sockets, wire } = setup();
    const heard: unknown[] = [];
    wire.onMessage((message) => heard.push(message));
    sockets[0].onmessage?.({ data: '{' });
    sockets[0].onmessage?.({ data: '{"kind":"gossip"}' });
    sockets[0].onmessage?.({ data: '{"kind":"answer","id":3,"output":[1]}' });
    expect(heard).toEqual([{ kind: 'answer', id: 3, output: [1] }]);
  });

  it('stays closed once closed', () => {
    const { sockets, wire } = setup();
    wire.close();
    vi.advanceTimersByTime(60_000);
    expect(sockets).toHaveLength(1);
  });
});

describe('backoff', () => {
  it('doubles from a quarter second and stops at eight', () => {
    expect([1, 2, 3, 6, 20].map(backoff)).toEqual([250, 500, 1000, 8000, 8000]);
  });
});

describe('parseMessage', () => {
  it('gives null for what is no message', () => {
    expect(parseMessage('null')).toBeNull();
    expect(parseMessage(new ArrayBuffer(4))).toBeNull();
  });
});
