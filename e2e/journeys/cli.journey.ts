import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { morphoscope } from '../hosts/cli.ts';
import { expect, test } from '../hosts/loopback.ts';

const sums = (folder: string) =>
  Object.fromEntries(
    readdirSync(folder)
      .sort()
      .map((name) => [
        name,
        createHash('sha256')
          .update(readFileSync(path.join(folder, name)))
          .digest('hex'),
      ]),
  );

test('files are inspected, segmented twice to the same bytes, and scored', async ({ place }) => {
  const inspected = await morphoscope(
    place,
    'inspect',
    '--json',
    'samples/cubes-1.tif',
    'samples/PtCo.jpg',
    'samples/README.md',
  );
  expect(inspected.code).toBe(1);
  const [cubes, platinum, readme] = JSON.parse(inspected.out);
  expect(cubes).toMatchObject({
    file: 'samples/cubes-1.tif',
    images: [{ shape: [1024, 1024], dtype: 'uint16', calibrationSource: 'file tag' }],
  });
  expect(cubes.images[0].axes[1]).toEqual({ size: 1024, scale: 0.4, offset: 0, units: 'nm' });
  expect(platinum.images[0].axes[0].scale).toBeNull();
  expect(readme.error.remedy.length).toBeGreaterThan(10);

  const first = path.join(place.documents, 'first');
  const second = path.join(place.documents, 'second');
  for (const out of [first, second]) {
    const { code, err } = await morphoscope(place, 'segment', 'samples/cubes-1.tif', 'samples/PtCo.jpg', '--out', out);
    expect(code, err).toBe(0);
  }
  expect(Object.keys(sums(first))).toEqual([
    'PtCo.labels.tif',
    'PtCo.particles.csv',
    'cubes-1.labels.tif',
    'cubes-1.particles.csv',
    'run.json',
  ]);
  expect(sums(second)).toEqual(sums(first));
  const [header, row] = readFileSync(path.join(first, 'cubes-1.particles.csv'), 'utf8').split('\n');
  expect(header.split(',')).toContain('area_nm2');
  expect(row.split(',')).toHaveLength(header.split(',').length);

  const scored = await morphoscope(place, 'evaluate', '--labels', first, '--truth', second, '--json');
  const { overall, pairs } = JSON.parse(scored.out);
  expect(pairs).toHaveLength(2);
  expect(overall.instances.matches[9]).toMatchObject({ threshold: 0.95, f1: 1, meanIou: 1 });
});

test('a recipe is chosen, set and refused by its ranges', async ({ place }) => {
  const out = path.join(place.documents, 'out');
  const listed = await morphoscope(place, 'recipes', '--json');
  expect(JSON.parse(listed.out).map((r: { id: string }) => r.id)).toEqual(
    expect.arrayContaining(['automatic', 'slater', 'williamson', 'fourier']),
  );
  for (const recipe of ['slater', 'williamson', 'fourier']) {
    const { code, err } = await morphoscope(
      place,
      'segment',
      'samples/cubes-1.tif',
      '--recipe',
      recipe,
      '--out',
      path.join(out, recipe),
    );
    expect(code, err).toBe(0);
  }
  const wrong = await morphoscope(
    place,
    'segment',
    'samples/cubes-1.tif',
    '--recipe',
    'slater',
    '--set',
    'gaussian.sigma=-3',
    '--out',
    path.join(out, 'wrong'),
  );
  expect(wrong.code).toBe(2);
  expect(wrong.err).toContain('gaussian.sigma');
  expect(existsSync(path.join(out, 'wrong'))).toBe(false);
});

test('a project is made, fed, segmented and exported', async ({ place }) => {
  mkdirSync(place.documents, { recursive: true });
  const project = path.join(place.documents, 'gold.morpho');
  const run = async (...args: string[]) => {
    const answer = await morphoscope(place, 'project', ...args, '--json');
    expect(answer.code, answer.err).toBe(0);
    return JSON.parse(answer.out);
  };
  expect(await run('create', project)).toMatchObject({ name: 'gold', images: 0 });
  expect((await run('import', project, '--sample', 'cubes', 'samples/cubes-*.tif')).imageIds).toHaveLength(2);
  expect((await run('segment', project)).failed).toEqual([]);
  const csv = path.join(place.documents, 'gold.csv');
  expect((await run('export', project, '--format', 'csv', '--out', csv)).files).toEqual([csv]);
  const rows = readFileSync(csv, 'utf8').trim().split('\n');
  expect(await run('info', project)).toMatchObject({ images: 2, samples: 1, runs: 1, particles: rows.length - 1 });

  const again = await morphoscope(place, 'project', 'create', project, '--json');
  expect(again.code).toBe(1);
  writeFileSync(path.join(project, 'project.sqlite'), 'no database');
  const damaged = await morphoscope(place, 'project', 'info', project, '--json');
  expect(damaged.code).toBe(1);
  expect(JSON.parse(damaged.out).error.tag).toMatch(/damaged|unreadable/);
});

test('the demo goes the whole way', async ({ place }) => {
  const out = path.join(place.documents, 'demo');
  const { code, out: text, err } = await morphoscope(place, 'demo', '--out', out, '--json');
  expect(code, err).toBe(0);
  const summary = JSON.parse(text);
  expect(summary.images).toBe(11);
  expect(summary.particles).toBeGreaterThan(300);
  const report = readFileSync(summary.report, 'utf8');
  expect(report).toContain('Prisms, 0.2 mL seeds');
  expect(report).toContain('Equivalent diameter (nm)');
  expect(report.replaceAll(/base64,[^"]*/g, '')).not.toContain('NaN');
});
