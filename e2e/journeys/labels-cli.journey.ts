import { copyFileSync, existsSync, mkdirSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { morphoscope } from '../hosts/cli.ts';
import { expect, test } from '../hosts/loopback.ts';
import { readColourPng, writeColourPng } from '../specimens/colour-png.ts';

type Place = Parameters<typeof morphoscope>[0];

/** What stands in the pixels of label images, all pages. */
async function pixelsOf(place: Place, ...files: readonly string[]): Promise<unknown[]> {
  const { out, code, err } = await morphoscope(place, 'inspect', '--json', ...files);
  expect(code, err).toBe(0);
  const inspected = JSON.parse(out) as { images: { shape: unknown; sha256: string }[] }[];
  return inspected.map(({ images }) => ({ shape: images[0].shape, sha256: images[0].sha256 }));
}

async function well(place: Place, ...args: readonly string[]): Promise<string> {
  const { code, out, err } = await morphoscope(place, ...args);
  expect(code, err).toBe(0);
  return out;
}

test('labels go into a project, out in every format, and come back with the same pixels', async ({ place }) => {
  // a dozen starts of the program
  test.slow();
  const at = (...parts: string[]) => path.join(place.documents, ...parts);
  await well(place, 'segment', 'samples/cubes-1.tif', '--out', at('segmented'));
  const truth = at('segmented', 'cubes-1.labels.tif');

  const project = at('cubes.morpho');
  await well(place, 'project', 'create', project);
  await well(place, 'project', 'import', project, 'samples/cubes-1.tif');
  // the program itself finds the files of a pattern
  const imported = await well(
    place,
    'labels',
    'import',
    '--project',
    project,
    at('segmented', '*.labels.tif'),
    '--json',
  );
  const { set, frames, failed } = JSON.parse(imported);
  expect([set, failed]).toEqual(['Labels', []]);
  const [{ instances }] = frames;
  expect(instances).toBeGreaterThan(5);

  const backs: string[] = [];
  for (const [format, name] of [
    ['napari-tiff', 'cubes-1.labels.tif'],
    ['coco', 'Labels.coco.json'],
    ['imagej-roi', 'cubes-1.rois.zip'],
    ['ome-zarr', 'cubes-1.zarr'],
  ] as const) {
    const out = at(format);
    const told = await well(place, 'labels', 'export', '--project', project, '--format', format, '--out', out);
    expect(told.trim()).toBe(path.join(out, name));
    const back = at(`${format}-back`);
    const file = path.join(out, name);
    const args = ['--to', 'instances-tiff', '--size', '1024x1024', '--out', back];
    await well(place, 'labels', 'convert', file, ...args);
    backs.push(path.join(back, 'cubes-1.labels.tif'));
  }
  const [wanted, ...found] = await pixelsOf(place, truth, ...backs);
  expect(found).toEqual(backs.map(() => wanted));

  const { files } = JSON.parse(await well(place, 'labels', 'stats', at('coco', 'Labels.coco.json'), '--json'));
  expect(files).toHaveLength(1);
  expect(files[0].classes.find((c: { name: string }) => c.name === 'Particle')).toMatchObject({ instances });
  const [ofProject] = JSON.parse(await well(place, 'labels', 'stats', '--project', project, '--json'));
  expect(ofProject.frames[0].classes).toEqual(files[0].classes);
  const told = await well(place, 'labels', 'stats', truth);
  expect(told).toMatch(/1024 × 1024 px, 0\.4 nm a pixel\n {2}Particle: .* px \(.* %\), .* nm², \d+ particles of/);
});

test('classes keep their numbers and colours through the key', async ({ place }) => {
  const at = (...parts: string[]) => path.join(place.documents, ...parts);
  await well(place, 'segment', 'samples/cubes-1.tif', '--out', at('segmented'));
  const truth = at('segmented', 'cubes-1.labels.tif');
  await well(place, 'labels', 'convert', truth, '--to', 'classes-tiff', '--out', at('classes'));
  expect(readdirSync(at('classes')).sort()).toEqual(['KEY.json', 'cubes-1.classes.tif']);
  const key = ['--key', at('classes', 'KEY.json')];
  await well(
    place,
    'labels',
    'convert',
    at('classes', 'cubes-1.classes.tif'),
    ...key,
    '--to',
    'classes-rgb-png',
    '--out',
    at('rgb'),
  );
  await well(
    place,
    'labels',
    'convert',
    at('rgb', 'cubes-1.colours.png'),
    ...key,
    '--to',
    'classes-tiff',
    '--out',
    at('again'),
  );
  const [wanted, found] = await pixelsOf(
    place,
    at('classes', 'cubes-1.classes.tif'),
    at('again', 'cubes-1.classes.tif'),
  );
  expect(found).toEqual(wanted);
});

test('shifted labels are refused and leave nothing behind, until a person insists', async ({ place }) => {
  const at = (...parts: string[]) => path.join(place.documents, ...parts);
  await well(place, 'segment', 'samples/cubes-1.tif', '--out', at('segmented'));
  const truth = at('segmented', 'cubes-1.labels.tif');
  await well(place, 'labels', 'convert', truth, '--to', 'classes-rgb-png', '--out', at('rgb'));
  const { width, height, rgb } = readColourPng(at('rgb', 'cubes-1.colours.png'));
  const moved = rgb.slice();
  for (let y = 0; y < height; y++) moved.copyWithin((y * width + 11) * 3, y * width * 3, ((y + 1) * width - 11) * 3);
  moved.set(rgb.subarray(0, 11 * 3));
  mkdirSync(at('moved'));
  writeColourPng(at('moved', 'cubes-1.png'), { width, height, rgb: moved });
  const project = at('cubes.morpho');
  await well(place, 'project', 'create', project);
  await well(place, 'project', 'import', project, 'samples/cubes-1.tif');

  const key = ['--key', at('rgb', 'KEY.json')];
  const file = at('moved', 'cubes-1.png');
  const asked = ['labels', 'import', '--project', project, file, ...key];
  const refused = await morphoscope(place, ...asked);
  expect([refused.code, refused.out.trim()]).toEqual([1, 'Nothing was taken in.']);
  expect(refused.err).toMatch(/cubes-1\.png is shifted: labels lie 1[01] px right.*--allow-shift/s);
  const missing = await morphoscope(place, 'labels', 'import', '--project', project, at('none.png'), '--json');
  expect([missing.code, JSON.parse(missing.out).set]).toEqual([1, null]);
  const none = await morphoscope(place, 'labels', 'export', '--project', project, '--format', 'coco', '--out', at('x'));
  expect(none.err).toContain('The project has no labels yet.');

  const { out, err, code } = await morphoscope(place, ...asked, '--allow-shift', '--json');
  expect(code, err).toBe(0);
  expect(err).toMatch(/taken in as they are/);
  expect(JSON.parse(out)).toMatchObject({ set: 'Labels', failed: [], frames: [{ imageId: 1 }] });
});

test('what does not fit is refused with what differs', async ({ place }) => {
  const at = (...parts: string[]) => path.join(place.documents, ...parts);
  await well(place, 'segment', 'samples/PtCo.jpg', '--out', at('segmented'));
  const project = at('cubes.morpho');
  await well(place, 'project', 'create', project);
  await well(place, 'project', 'import', project, 'samples/cubes-1.tif');
  copyFileSync(at('segmented', 'PtCo.labels.tif'), at('cubes-1.labels.tif'));
  const wrong = await morphoscope(place, 'labels', 'import', '--project', project, at('cubes-1.labels.tif'));
  expect(wrong.code).toBe(1);
  expect(wrong.err).toMatch(
    /The labels of cubes-1\.labels\.tif are \d+ × \d+ px, the image cubes-1 is 1024 × 1024 px\./,
  );

  const usage = await morphoscope(place, 'labels', 'export', '--project', project, '--format', 'bmp', '--out', at('x'));
  expect([usage.code, usage.err.includes('--format is one of classes-tiff')]).toEqual([2, true]);
  expect(existsSync(at('x'))).toBe(false);
  const help = await morphoscope(place, 'labels', '--help');
  expect([help.code, help.out.includes('morphoscope labels convert masks/*.png --to coco')]).toEqual([0, true]);
});
