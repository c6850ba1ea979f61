import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type TestProgram, testProgram } from './fixtures/program.ts';

let program: TestProgram;
beforeEach(() => {
  program = testProgram();
});
afterEach(() => program.remove());

const asked = (out: string, kind = 'haadf') => ({ kind, seed: 4, count: 2, size: 64, published: 0, out });

describe('simulated micrographs', () => {
  it('are written with their truth, the same bytes for the same seeds', async () => {
    const [a, b] = ['a', 'b'].map((name) => path.join(program.folder, name));
    const result = await program.done(program.ask('batch.simulate', asked(a)));
    await program.done(program.ask('batch.simulate', asked(b)));
    expect(readdirSync(a).sort()).toEqual(
      [4, 5].flatMap((seed) => ['classes.tif', 'labels.tif', 'tif', 'truth.json'].map((end) => `haadf-${seed}.${end}`)),
    );
    for (const name of readdirSync(a))
      expect(readFileSync(path.join(a, name))).toEqual(readFileSync(path.join(b, name)));
    expect(readFileSync(path.join(a, 'haadf-4.tif'))).not.toEqual(readFileSync(path.join(a, 'haadf-5.tif')));
    const [first] = (result as { outputs: { particles: number }[] }).outputs;
    const truth = JSON.parse(readFileSync(path.join(a, 'haadf-4.truth.json'), 'utf8'));
    expect(truth.particles.length).toBe(first.particles);
  });

  it('of an unknown kind leave nothing behind', async () => {
    const out = path.join(program.folder, 'c');
    await expect(program.done(program.ask('batch.simulate', asked(out, 'cartoon')))).rejects.toThrow(
      'no kind of scene “cartoon”',
    );
    expect(existsSync(out)).toBe(false);
  });
});
