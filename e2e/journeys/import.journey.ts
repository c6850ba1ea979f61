import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from '../hosts/loopback.ts';
import { Workstation } from '../pages/workstation.ts';

const data = path.resolve(import.meta.dirname, '../../../shared/data');
const vendor = path.join(data, 'vendor_openncem');
const rosetta = path.join(data, 'vendor_rosettasciio');

test('five vendor formats come in with their calibration', async ({ page, host }) => {
  test.skip(!existsSync(vendor), 'the vendor files are not here');
  const folder = path.join(host.documents, 'session');
  mkdirSync(folder, { recursive: true });
  const take = (from: string, name = path.basename(from)) => copyFileSync(from, path.join(folder, name));
  take(path.join(vendor, '16_STOimage_1.ser'));
  take(path.join(vendor, '16_STOimage.emi'));
  take(path.join(vendor, 'Camera Ceta Imaging Micro.emd'));
  take(path.join(rosetta, 'dm/test_STEM_image.dm3'));
  take(path.join(rosetta, 'tiff/test_loading_image_saved_with_imageJ.tif'));
  take(path.join(rosetta, 'mrc/HAADFscan.mrc'));
  const work = new Workstation(page);
  await work.open(host.url);
  await work.job(/images in/);
  await work.importFolder(folder);
  await work.job(/5 images in/);
  const facts: Record<string, RegExp> = {
    '16_STOimage': /0\.01001.*nm/,
    'Camera Ceta Imaging Micro': /3\.139.*nm/,
    HAADFscan: /5\.679.*nm/,
    test_loading_image_saved_with_imageJ: /168\.7.*nm/,
  };
  for (const [name, size] of Object.entries(facts)) {
    await page.getByRole('searchbox', { name: 'Search images' }).fill(name);
    await work.tree
      .getByRole('treeitem', { name: new RegExp(name) })
      .first()
      .click();
    await expect(work.inspector.getByRole('region', { name: 'Pixel size' })).toContainText(size);
    await work.picture();
  }
  expect(work.complaints).toEqual([]);
});

test('bad files are named with a reason and a remedy, good ones come in', async ({ page, host }) => {
  const folder = path.join(host.documents, 'bad');
  mkdirSync(folder, { recursive: true });
  const samples = path.resolve(import.meta.dirname, '../../samples');
  const good = Buffer.from(readFileSync(path.join(samples, 'cubes-1.tif')));
  // Another file than the sample project's: the same content would be known already.
  const whole = Buffer.concat([good, Buffer.from([0])]);
  writeFileSync(path.join(folder, 'good.tif'), whole);
  writeFileSync(path.join(folder, 'cut.tif'), good.subarray(0, 4000));
  writeFileSync(path.join(folder, 'empty.dm4'), '');
  writeFileSync(path.join(folder, 'text.dm3'), 'this is no micrograph');
  writeFileSync(path.join(folder, 'noise.mrc'), Buffer.alloc(2000, 0xa5));
  const work = new Workstation(page);
  await work.open(host.url);
  await work.job(/images in/);
  await work.importFolder(folder);
  await work.job(/1 image in|4 files could not be read/);
  await page.getByRole('button', { name: 'Show all jobs' }).click();
  const jobs = page.getByRole('contentinfo', { name: 'Jobs' });
  for (const name of ['cut.tif', 'empty.dm4', 'text.dm3', 'noise.mrc']) await expect(jobs).toContainText(name);
  await expect(work.tree.getByRole('treeitem', { name: 'good', exact: true })).toBeVisible();
  expect(work.complaints).toEqual([]);
});

test('a wrong pixel size is corrected for a whole sample, and taken back', async ({ page, host }) => {
  const work = new Workstation(page);
  await work.open(host.url);
  await work.job(/images in/);
  await work.image('PtCo').click();
  await work.image('Cu3').click({ modifiers: ['Shift'] });
  await expect(work.inspector).toContainText('3 images selected');
  const field = work.inspector.getByRole('textbox', { name: 'Pixel size' });
  await field.fill('0.5');
  await field.press('Enter');
  await expect(work.image('Pd1')).toContainText('0.5');
  await expect(work.image('Pd1').getByRole('img', { name: /typed/ })).toBeVisible();
  await page.getByRole('button', { name: /^Undo/ }).click();
  await expect(work.image('Pd1')).toContainText('no pixel size');
  await page.getByRole('button', { name: /^Redo/ }).click();
  await expect(work.image('Cu3')).toContainText('0.5');
  expect(work.complaints).toEqual([]);
});
