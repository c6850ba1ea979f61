import { expect, test } from '../hosts/loopback.ts';
import { Workstation } from '../pages/workstation.ts';

test('particles are filtered, rejected, restored by undo, and found again on the micrograph', async ({
  page,
  host,
}) => {
  const work = new Workstation(page);
  await work.open(host.url);
  await work.job(/images in/);
  await work.segmentSample();
  const count = work.inspector.getByText(/particles? count|of \d+ count/);
  const counted = async () => {
    const text = (await count.textContent()) ?? '';
    return Number(/(\d+)/.exec(text)?.[1]);
  };
  const all = await counted();
  expect(all).toBeGreaterThan(40);

  const least = work.inspector.getByRole('textbox', { name: /^Least solidity/ });
  await least.fill('0.95');
  await least.press('Enter');
  await expect.poll(counted).toBeLessThan(all);
  const kept = await counted();

  await work.gallery.getByRole('gridcell').nth(2).click();
  await expect(work.inspector.getByRole('region', { name: 'Selected particle' })).toContainText('prisms-0.2mL');
  await page.keyboard.press('x');
  await expect.poll(counted).toBe(kept - 1);
  await page.getByRole('button', { name: /^Undo reject/i }).click();
  await expect.poll(counted).toBe(kept);
  await page.getByRole('button', { name: /^Undo/ }).click();
  await expect.poll(counted).toBe(all);
  await page.getByRole('button', { name: /^Redo/ }).click();
  await expect.poll(counted).toBe(kept);

  // The last particle lies on the other micrograph of the sample: Enter leads to it.
  await work.gallery.getByRole('gridcell').first().click();
  await page.keyboard.press('End');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('application', { name: 'Micrograph prisms-0.2mL-2' })).toBeVisible();

  await page.getByRole('tab', { name: 'Table' }).click();
  await expect(page.getByRole('columnheader', { name: /Equivalent diameter/ })).toBeVisible();
  await page.getByRole('tab', { name: 'Plot' }).click();
  await expect(page.getByText('mean ± s.d.')).toBeVisible();
  expect(work.complaints).toEqual([]);
});
