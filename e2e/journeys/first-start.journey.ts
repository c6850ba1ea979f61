import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
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
  await work.segmentSample();

  const out = path.join(host.documents, 'results');
  mkdirSync(out);
  await work.inspector.getByRole('checkbox', { name: 'Label images, TIFF' }).check();
  await work.inspector.getByRole('checkbox', { name: 'Report, HTML' }).check();
  await work.inspector.getByRole('button', { name: 'Export…' }).click();
  await work.browse(/^Export into a folder/, out, /^Export here/);
  const files = () => readdirSync(out, { recursive: true }).map(String);
  await expect.poll(() => files().some((f) => f.endsWith('.html')), { timeout: 60_000 }).toBe(true);
  const csv = files().find((f) => f.endsWith('.csv')) ?? '';
  const [header, ...rows] = readFileSync(path.join(out, csv), 'utf8').trim().split('\n');
  expect(header).toContain('area_nm2');
  expect(header).toContain('seed volume (mL)');
  expect(rows.length).toBeGreaterThan(40);
  expect(files().filter((f) => f.endsWith('.tif'))).toHaveLength(2);
  expect(work.complaints).toEqual([]);
});
