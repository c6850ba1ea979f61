// Compiles `assembly/` to WebAssembly and writes it as text: `npx node app/math/lanes/build.ts` writes wasm.ts anew.
import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import asc from 'assemblyscript/asc';

const folder = new URL('./', import.meta.url);

/** The text of wasm.ts for the sources as they are. Throws with the compiler's messages when they do not compile. */
export async function compile(): Promise<string> {
  let wasm: Uint8Array | undefined;
  const messages: string[] = [];
  const flags = ['-O3', '--noAssert', '--enable', 'simd', '--runtime', 'stub', '--initialMemory', '1'];
  const { error } = await asc.main(['list.ts', ...flags, '--outFile', 'lanes.wasm'], {
    readFile: (name) => readFile(new URL(`assembly/${name}`, folder), 'utf8').catch(() => null),
    writeFile: (_name, contents) => {
      wasm = contents as Uint8Array;
    },
    listFiles: () => [],
    reportDiagnostic: (diagnostic) => {
      messages.push(diagnostic.message);
    },
  });
  if (error !== null || wasm === undefined) throw new Error(messages.join('\n'));
  return [
    '// Made by build.ts from the sources in assembly/. Do not edit.',
    '',
    '/** The compiled module, base64. */',
    `export const wasm =\n  '${Buffer.from(wasm).toString('base64')}';`,
    '',
  ].join('\n');
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await writeFile(new URL('wasm.ts', folder), await compile());
