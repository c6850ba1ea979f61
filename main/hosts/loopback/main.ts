import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { compose } from '../../compose.ts';
import { hasDisplay, openBrowser } from './browser.ts';
import { startLoopback } from './server.ts';

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '0' },
    'no-open': { type: 'boolean', default: false },
    project: { type: 'string' },
  },
});
const port = Number(values.port);
if (!Number.isInteger(port) || port < 0 || port > 65535) {
  process.stderr.write(`--port needs a number from 0 to 65535, not ${values.port}\n`);
  process.exit(2);
}

const program = await compose({ host: 'loopback' });
await program.openAtStart(values.project);
const pages = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../renderer');
const loopback = await startLoopback(program, pages, port);
process.stdout.write(`${JSON.stringify({ url: loopback.url })}\n`);
if (!values['no-open']) {
  const opened = hasDisplay(process.platform, process.env) && (await openBrowser(loopback.url));
  if (!opened)
    process.stderr.write(`No browser could be opened here. Open this link on this computer:\n${loopback.url}\n`);
}

let closing = false;
async function quit(): Promise<void> {
  if (closing) return;
  closing = true;
  setTimeout(() => process.exit(1), 5000).unref();
  await loopback.close();
  await program.close();
  process.exit(0);
}
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void quit());
