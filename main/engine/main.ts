// The engine process. Runs under Node (child_process.fork, serialization 'advanced') and as an Electron utility process.
import process from 'node:process';
import { serve } from './serve.ts';

/** The part of Electron's parent port that is used. */
interface ParentPort {
  postMessage(message: unknown): void;
  on(event: 'message', hear: (event: { readonly data: unknown }) => void): void;
}

const port = (process as unknown as { readonly parentPort?: ParentPort }).parentPort;

if (port)
  serve({
    send: (message) => port.postMessage(message),
    onMessage: (hear) => port.on('message', ({ data }) => hear(data)),
  });
else {
  // Ctrl-C in a terminal reaches the whole group; the program decides when this process ends
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => undefined);
  serve({
    send: (message) => process.send?.(message),
    onMessage: (hear) => process.on('message', hear),
  });
  // a parent that died must not leave its engine behind
  process.on('disconnect', () => process.exit(0));
}
