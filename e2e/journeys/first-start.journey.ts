import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from '../hosts/loopback.ts';
import { Workstation } from '../pages/workstation.ts';

test('from the first start to a table of particles', async ({ page, host }) => {
  const work = new Workstation(page);
  await work.open(host.url);
  await expect(page.getByRole('button', { name: /Sample project/ })).toBeVisible();
  await expect(work.image('prisms-0.2mL-1')).toBeVisible();
  await work.job(/images in/);
  await work.picture();
  await expect(work.inspector).toContainText('file tag');

  await work.room('Segment');
  await expect(page.getByTestId('preview-particles')).toContainText(/\d+ particles/);
  await page.getByRole('combobox', { name: 'Segment which images' }).selectOption('sample');
  await page.getByRole('button', { name: /^Segment 2 images/ }).click();
  await work.job(/Done/);
  await expect(work.inspector.getByRole('button', { name: /Automatic.*particles/ })).toBeVisible();

  await work.room('Particles');
  await expect(
    page
      .getByRole('region', { name: /gallery/i })
      .or(page.getByRole('grid', { name: /gallery/i }))
      .first(),
  ).toBeVisible();
  const out = path.join(host.documents, 'particles.csv');
  await page.evaluate(() => undefined);
  await work.command('Export');
  await page
    .getByRole('textbox', { name: /file|destination|where/i })
    .first()
    .fill(out);
  await page
    .getByRole('button', { name: /^(Export|Write)/ })
    .last()
    .click();
  await expect
    .poll(
      () => {
        try {
          return readFileSync(out, 'utf8').split('\n').length;
        } catch {
          return 0;
        }
      },
      { timeout: 30_000 },
    )
    .toBeGreaterThan(20);
  const [header] = readFileSync(out, 'utf8').split('\n');
  expect(header).toContain('area_nm2');
  expect(work.complaints).toEqual([]);
});
