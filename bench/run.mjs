// `npm run bench [name...]`: runs the benchmarks one after the other, each against its peer in one run, with the load of the machine beside.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

const here = path.dirname(fileURLToPath(import.meta.url));
const all = readdirSync(here)
  .filter((f) => f.endsWith('.ts'))
  .map((f) => path.basename(f, '.ts'));
const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !all.includes(name));
if (unknown.length > 0) {
  process.stderr.write(`No benchmark is named ${unknown.join(', ')}. There are ${all.join(', ')}.\n`);
  process.exit(2);
}
const data = process.env['BENCH_DATA'] ?? path.join(os.tmpdir(), 'bench-data');
if (!existsSync(data))
  process.stderr.write(
    `No benchmark data at ${data}; benchmarks that need it are skipped. bench/README.md says how to make it.\n`,
  );

let failed = 0;
for (const name of asked.length > 0 ? asked : all) {
  const [load] = os.loadavg();
  process.stdout.write(
    `\n== ${name} (${os.cpus().length} cores, ${os.cpus()[0]?.model ?? ''}; load before ${load.toFixed(2)})\n`,
  );
  const { status } = spawnSync(process.execPath, [path.join(here, `${name}.ts`)], {
    stdio: 'inherit',
    cwd: path.dirname(here),
  });
  if (status !== 0) failed++;
}
process.exit(failed === 0 ? 0 : 1);
