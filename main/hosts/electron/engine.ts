import type { utilityProcess } from 'electron';
import type { ComposeOptions } from '../../compose.ts';

/** Starts the engine for networks as a process of Electron's own: the packaged program can't start a plain Node. */
export const utilityEngine =
  (fork: typeof utilityProcess.fork): NonNullable<ComposeOptions['startEngine']> =>
  (entry) => {
    const child = fork(entry, [], { serviceName: 'Morphoscope networks' });
    return {
      send: (message) => child.postMessage(message),
      onMessage: (hear) => child.on('message', hear),
      onExit: (hear) => child.once('exit', (code) => hear(`code ${code}`)),
      kill: () => child.kill(),
    };
  };
