// Type-checks every room with its own tsconfig, two at a time: a wrong global (DOM in app/, Node in renderer/) does not compile.
import { spawn } from 'node:child_process';
import path from 'node:path';
import process from 'node:process';

const tsc = path.join(import.meta.dirname, 'node_modules/typescript/bin/tsc');
const memory = path.join(import.meta.dirname, 'node_modules/.cache/types');
const rooms = [
  'app/tsconfig.json',
  'native-models/tsconfig.json',
  'main/tsconfig.json',
  'main/hosts/electron/tsconfig.json',
  'renderer/tsconfig.json',
  'e2e/tsconfig.json',
  'tsconfig.json',
  'tsconfig.tests.json',
];
const queue = [...rooms];
let failed = false;

async function worker() {
  for (let room = queue.shift(); room !== undefined; room = queue.shift()) {
    const code = await new Promise((done) => {
      // What was checked before is remembered, so that a small change is checked in a second or two.
      const known = path.join(memory, `${room.replaceAll('/', '-')}.tsbuildinfo`);
      spawn(process.execPath, [tsc, '-p', room, '--incremental', '--tsBuildInfoFile', known], {
        stdio: 'inherit',
      }).on('exit', done);
    });
    if (code !== 0) failed = true;
  }
}

await Promise.all([worker(), worker()]);
process.exit(failed ? 1 : 0);
