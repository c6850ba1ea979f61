import path from 'node:path';
import { expect, startHost, stopHost, test } from '../hosts/loopback.ts';
import { Workstation } from '../pages/workstation.ts';
import { manyMicrographs } from '../specimens/many.ts';

test('a recipe is tuned by its preview, run, stopped half-way and taken up again', async ({ page, host }) => {
  manyMicrographs(path.join(host.documents, 'many'), 24);
  const work = new Workstation(page);
  await work.open(host.url);
  await work.job(/images in/);
  await work.importFolder(path.join(host.documents, 'many'));
  await work.job(/24 images in/);

  await work.room('Segment');
  const found = page.getByTestId('preview-particles');
  await expect(found).toContainText(/\d+ particles/);
  const before = await found.textContent();
  await work.inspector
    .getByRole('listitem', { name: 'Gaussian blur' })
    .getByRole('textbox', { name: 'Sigma' })
    .fill('12');
  await page.keyboard.press('Enter');
  await expect(found).not.toHaveText(before ?? '');

  await page.getByRole('combobox', { name: 'Segment which images' }).selectOption('all');
  await page.getByRole('button', { name: /^Segment \d+ images/ }).click();
  const jobs = page.getByRole('contentinfo', { name: 'Jobs' });
  await expect(jobs.getByRole('progressbar')).toBeVisible();
  await expect(work.inspector.getByText(/running, [1-9]\d* of 35/)).toBeVisible();
  await jobs.getByRole('button', { name: /Stop/ }).first().click();
  await work.job(/[Ss]topped/);
  const run = work.inspector.getByText(/stopped, \d+ of 35/);
  await expect(run).toBeVisible();
  const kept = Number(/(\d+) of 35/.exec((await run.textContent()) ?? '')?.[1]);
  expect(kept).toBeGreaterThan(0);
  expect(kept).toBeLessThan(35);

  await page.getByRole('button', { name: /^Segment \d+ images/ }).click();
  await expect(work.inspector.getByText(/35 images/)).toBeVisible({ timeout: 90_000 });
  expect(work.complaints).toEqual([]);
});

test('the program dies in the middle of a job and of an edit, and nothing is lost', async ({ page, host, place }) => {
  manyMicrographs(path.join(host.documents, 'many'), 20);
  const work = new Workstation(page);
  await work.open(host.url);
  await work.job(/images in/);
  await work.importFolder(path.join(host.documents, 'many'));
  await work.job(/20 images in/);
  await work.image('Pd1').click();
  const field = work.inspector.getByRole('textbox', { name: 'Pixel size' });
  await field.fill('0.75');
  await field.press('Enter');
  await expect(work.image('Pd1')).toContainText('0.75');

  await work.room('Segment');
  await expect(page.getByTestId('preview-particles')).toContainText('particle');
  await page.getByRole('combobox', { name: 'Segment which images' }).selectOption('all');
  await page.getByRole('button', { name: /^Segment \d+ images/ }).click();
  await expect(work.inspector.getByText(/running, [2-9] of 31/)).toBeVisible();
  await host.kill();

  const again = await startHost(place);
  const other = await page.context().newPage();
  const reopened = new Workstation(other);
  await reopened.open(again.url);
  await expect(reopened.image('Pd1')).toContainText('0.75');
  await expect(other.getByRole('button', { name: /^Undo/ }).first()).toBeEnabled();
  await reopened.room('Segment');
  const run = reopened.inspector.getByText(/interrupted, \d+ of 31/);
  await expect(run).toBeVisible();
  expect(Number(/(\d+) of 31/.exec((await run.textContent()) ?? '')?.[1])).toBeGreaterThanOrEqual(2);
  await other.getByRole('combobox', { name: 'Segment which images' }).selectOption('all');
  await other.getByRole('button', { name: /^Segment \d+ images/ }).click();
  await expect(reopened.inspector.getByText(/31 images/)).toBeVisible({ timeout: 90_000 });
  expect(reopened.complaints).toEqual([]);
  await stopHost(again);
});
