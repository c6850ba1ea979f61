// Builds the three parts with plain Vite: main (Node, ESM), preload (CommonJS, one file) and the window.
// `--if-stale` does nothing when out/ is newer than every source.
import { existsSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import path from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { build } from 'vite';

const root = path.dirname(fileURLToPath(import.meta.url));
process.chdir(root);
const stamp = 'out/.built';

/** The newest change below a folder, ms. */
function newest(folder) {
  let latest = 0;
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (entry.name === 'node_modules') continue;
    const full = path.join(folder, entry.name);
    const time = entry.isDirectory() ? newest(full) : statSync(full).mtimeMs;
    if (time > latest) latest = time;
  }
  return latest;
}

function stale() {
  if (!existsSync(stamp)) return true;
  const built = statSync(stamp).mtimeMs;
  return (
    ['app', 'main', 'renderer', 'native-models'].some((room) => newest(room) > built) ||
    ['package.json', 'build.mjs'].some((file) => statSync(file).mtimeMs > built)
  );
}

if (process.argv.includes('--if-stale') && !stale()) process.exit(0);

const began = performance.now();
const native = ['electron', 'better-sqlite3', 'onnxruntime-node'];
const common = { configFile: false, logLevel: 'warn' };
const node = { ssr: true, target: 'node24', emptyOutDir: true, sourcemap: true, minify: false };

await build({
  ...common,
  ssr: { noExternal: true, external: [...native, ...builtinModules] },
  build: {
    ...node,
    outDir: 'out/main',
    rolldownOptions: {
      input: {
        electron: 'main/hosts/electron/main.ts',
        loopback: 'main/hosts/loopback/main.ts',
        cli: 'main/hosts/cli/main.ts',
        worker: 'main/compose-worker.ts',
        helper: 'main/jobs/helper-thread.ts',
        storage: 'main/storage/thread.ts',
        engine: 'main/engine/main.ts',
      },
      output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js' },
    },
  },
});
await build({
  ...common,
  ssr: { noExternal: true, external: ['electron'] },
  build: {
    ...node,
    outDir: 'out/preload',
    rolldownOptions: {
      input: { preload: 'main/hosts/electron/preload.ts' },
      output: { format: 'cjs', entryFileNames: '[name].cjs' },
    },
  },
});
await build({
  ...common,
  root: 'renderer',
  base: './',
  plugins: [react()],
  worker: { format: 'es' },
  build: {
    target: 'chrome140',
    outDir: '../out/renderer',
    emptyOutDir: true,
    sourcemap: true,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 4000,
    // The content policy allows no data: fonts.
    assetsInlineLimit: 0,
  },
});
writeFileSync(stamp, '');
process.stderr.write(`built in ${((performance.now() - began) / 1000).toFixed(1)} s\n`);
