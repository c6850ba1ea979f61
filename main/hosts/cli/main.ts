import { compose, type Program, programVersion } from '../../compose.ts';
import { Client, memoryWires } from './client.ts';
import { commands } from './commands/list.ts';
import { runCommandLine } from './run.ts';

let program: Program | undefined;
const connect = async () => {
  program = await compose({ host: 'cli' });
  const [ours, theirs] = memoryWires();
  program.serve(theirs);
  return new Client(ours);
};
let stopping = false;
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    if (stopping) process.exit(130);
    stopping = true;
    // A training that was stopped still writes what it learned. A disk that no longer answers must not keep the program.
    setTimeout(() => process.exit(130), 10_000).unref();
    void (program?.close() ?? Promise.resolve()).finally(() => process.exit(130));
  });
}
const code = await runCommandLine(
  process.argv.slice(2),
  commands,
  programVersion,
  { print: (text) => process.stdout.write(`${text}\n`), err: process.stderr },
  connect,
);
await program?.close();
process.exitCode = code;
