import { electronBinary, startElectron } from '../hosts/electron.ts';
import { expect, test } from '../hosts/loopback.ts';
import { Workstation } from '../pages/workstation.ts';

const binary = electronBinary();

test('the product opens on the sample project, locked down', async ({ place }) => {
  test.skip(binary === undefined, 'Electron’s binary is not here');
  const app = await startElectron(binary ?? '', place);
  const page = await app.firstWindow();
  const work = new Workstation(page);
  await expect(page.getByRole('banner')).toBeVisible();
  await work.job(/images in/);
  await work.picture();
  expect(await page.evaluate(() => typeof (globalThis as { require?: unknown }).require)).toBe('undefined');
  expect(await page.evaluate(() => globalThis.crossOriginIsolated)).toBe(true);
  await work.segmentSample();
  expect(work.complaints).toEqual([]);
  await app.close();
});
