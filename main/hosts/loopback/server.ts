import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type WebSocket, WebSocketServer } from 'ws';
import type { BytesReply } from '../../../app/contract/bytes.ts';
import { type Wire, WireMessage } from '../../../app/contract/wire.ts';
import type { Program } from '../../compose.ts';
import { guardHeaders, servePage } from '../page.ts';
import { Guard } from './guard.ts';

const uploadLimit = 2 ** 31;
const messageLimit = 8 * 2 ** 20;
const slice = 2 ** 19;

/** A WebSocket as a wire; what is not a wire message is dropped. */
export function socketWire(socket: WebSocket): Wire {
  return {
    send: (message) => {
      if (socket.readyState === socket.OPEN) socket.send(JSON.stringify(message));
    },
    onMessage: (hear) => {
      const listener = (data: unknown) => {
        let parsed: unknown;
        try {
          parsed = JSON.parse(String(data));
        } catch {
          return;
        }
        const message = WireMessage.safeParse(parsed);
        if (message.success) hear(message.data);
      };
      socket.on('message', listener);
      return () => socket.off('message', listener);
    },
  };
}

/** Writes a body in slices, waiting for the reader: nothing stalls while a large frame goes out. */
async function reply(response: ServerResponse, { status, headers, body }: BytesReply): Promise<void> {
  response.writeHead(status, { ...guardHeaders, ...headers, 'content-length': body?.byteLength ?? 0 });
  if (body !== null) {
    for (let at = 0; at < body.byteLength && !response.destroyed; at += slice) {
      if (response.write(body.subarray(at, at + slice))) continue;
      await new Promise<void>((resume) => {
        const go = () => {
          response.off('drain', go);
          response.off('close', go);
          resume();
        };
        response.on('drain', go);
        response.on('close', go);
      });
    }
  }
  response.end();
}

async function bodyOf(request: IncomingMessage): Promise<Uint8Array | null | 'too large'> {
  if (request.method !== 'PUT' && request.method !== 'POST') return null;
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of request) {
    size += (part as Buffer).length;
    if (size > uploadLimit) return 'too large';
    parts.push(part as Buffer);
  }
  return Buffer.concat(parts);
}

export interface Loopback {
  /** Where to point a browser, once: the ticket in it works one time. */
  readonly url: string;
  close(): Promise<void>;
}

/**
 * Serves the program to a browser on this machine: the window's files, the byte routes and the wire at /wire.
 * @param pages folder of the built window
 * @param port 0 for any free one
 */
export async function startLoopback(program: Program, pages: string, port: number): Promise<Loopback> {
  const guard = new Guard();
  const refuse = (response: ServerResponse, status: number, text: string) => {
    response.writeHead(status, { ...guardHeaders, 'content-type': 'text/plain; charset=utf-8' }).end(text);
  };

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', guard.origin);
    const ticket = url.searchParams.get('ticket');
    if (url.pathname === '/' && ticket !== null && guard.refusal(request, false) === 401) {
      const cookie = guard.redeem(ticket);
      if (cookie === undefined) {
        refuse(response, 401, 'This link was used before. Start Morphoscope again for a new one.');
        return;
      }
      response
        .writeHead(303, { ...guardHeaders, 'set-cookie': cookie, location: '/', 'cache-control': 'no-store' })
        .end();
      return;
    }
    const write = request.method !== 'GET' && request.method !== 'HEAD';
    const status = guard.refusal(request, write);
    if (status !== 0) {
      refuse(
        response,
        status,
        status === 401 ? 'Open Morphoscope through the link that it printed at start.' : 'Refused.',
      );
      return;
    }
    if (!url.pathname.startsWith('/bytes/')) {
      await reply(response, await servePage(pages, url.pathname));
      return;
    }
    const body = await bodyOf(request);
    if (body === 'too large') {
      refuse(response, 413, 'This file is too large to drop here; use Import to choose it.');
      return;
    }
    const abort = new AbortController();
    response.on('close', () => abort.abort());
    await reply(
      response,
      await program.bytes({
        method: request.method ?? 'GET',
        path: url.pathname + url.search,
        headers: {},
        body,
        signal: abort.signal,
      }),
    );
  }

  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => {
      console.error(error);
      if (!response.headersSent) refuse(response, 500, 'Unexpected error.');
      else response.destroy();
    });
  });
  const sockets = new WebSocketServer({ noServer: true, maxPayload: messageLimit });
  server.on('upgrade', (request, socket, head) => {
    const status = request.url === '/wire' ? guard.refusal(request, true) : 403;
    if (status !== 0) {
      socket.end(`HTTP/1.1 ${status} Refused\r\nconnection: close\r\n\r\n`);
      return;
    }
    sockets.handleUpgrade(request, socket, head, (opened) => {
      const quit = program.serve(socketWire(opened));
      opened.on('close', quit);
      opened.on('error', () => opened.terminate());
    });
  });
  await new Promise<void>((ready, failed) => {
    server.once('error', failed);
    server.listen(port, '127.0.0.1', ready);
  });
  guard.listen((server.address() as AddressInfo).port);
  return {
    url: guard.url,
    close: async () => {
      for (const socket of sockets.clients) socket.terminate();
      server.closeAllConnections();
      await new Promise<void>((done) => server.close(() => done()));
    },
  };
}
