import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from '../hosts/loopback.ts';
import { LabelRoom, type StoredLabels } from '../pages/label-room.ts';
import { Workstation } from '../pages/workstation.ts';
import { writeColourPng } from '../specimens/colour-png.ts';

const side = 1024;
const areas = ({ particles }: StoredLabels) => particles.map(({ area }) => area).sort((a, b) => a - b);

test('what a run found is taken in, kept, spoilt, reviewed against the run and brought back', async ({
  page,
  host,
}) => {
  const work = new Workstation(page);
  await work.open(host.url);
  await work.job(/images in/);
  await work.segmentSample();
  await work.image('prisms-0.2mL-1').click();
  const room = new LabelRoom(work);
  await room.enter(/^Particle, background/);
  await page.getByRole('group', { name: 'Layer' }).getByRole('button', { name: 'Particles' }).click();

  // taken in
  await work.inspector.getByRole('button', { name: 'Take 1 frame in as Particle' }).click();
  await expect.poll(async () => (await room.stored(1, 1)).particles.length).toBeGreaterThan(3);
  const taken = await room.stored(1, 1);

  // kept by name
  const tab = (name: string) => work.inspector.getByRole('tab', { name }).click();
  await tab('History');
  await work.inspector.getByRole('button', { name: 'Keep this version…' }).click();
  await work.inspector.getByRole('textbox', { name: 'Name of the version' }).fill('As the run has it');
  await page.keyboard.press('Enter');
  await expect(work.inspector.getByText('As the run has it')).toBeVisible();

  // one particle goes, one comes that is none
  await tab('Labels');
  const list = work.inspector.getByRole('listbox', { name: 'Labelled particles' });
  await list.getByRole('option').first().click();
  await page.keyboard.press('Delete');
  await room.tool('Ellipse').click();
  await room.drag(side, [4, 4], [30, 24]);
  const spoilt = await room.stored(1, 1);
  expect(spoilt.particles).toHaveLength(taken.particles.length);

  await tab('Review');
  await work.inspector.getByRole('button', { name: 'Make the queue' }).click();
  const count = page.getByTestId('review-count');
  await expect(count).toHaveText('0 of 2 reviewed');
  const queue = work.inspector.getByRole('listbox', { name: 'To review' });
  const missing = queue.getByRole('option', { name: /Only the model has it/ });
  const extra = queue.getByRole('option', { name: /Only the labels have it/ });

  // accepting changes neither labels nor run, and is remembered
  await missing.click();
  await page.keyboard.press('Shift+Enter');
  await expect(count).toHaveText('1 of 2 reviewed');
  expect(await room.stored(1, 1)).toEqual(spoilt);
  await work.inspector.getByRole('button', { name: 'Look again' }).click();
  await expect(count).toHaveText('1 of 2 reviewed');
  await page.keyboard.press('Control+z');
  await work.inspector.getByRole('button', { name: 'Look again' }).click();
  await expect(count).toHaveText('0 of 2 reviewed');

  // the model is right, twice
  await missing.click();
  await page.keyboard.press('Alt+Enter');
  await expect(count).toHaveText('1 of 2 reviewed');
  await extra.click();
  await page.keyboard.press('Alt+Enter');
  await expect(count).toHaveText('2 of 2 reviewed');
  await expect.poll(async () => areas(await room.stored(1, 1))).toEqual(areas(taken));
  await work.inspector.getByRole('button', { name: 'Look again' }).click();
  await expect(count).toHaveText('0 of 0 reviewed');

  // back to what was kept, whatever was done since
  await tab('Labels');
  await work.inspector.getByRole('button', { name: 'Clear particles' }).click();
  await expect.poll(async () => (await room.stored(1, 1)).particles.length).toBe(0);
  await tab('History');
  await work.inspector.getByRole('button', { name: 'Go back to it' }).click();
  await expect.poll(async () => (await room.stored(1, 1)).particles).toEqual(taken.particles);

  // undo ends where labels begin, and asks before it goes on
  await work.stage.focus();
  const held = page.getByText(/is not about labels and stays as it is/);
  await expect(async () => {
    await page.keyboard.press('Control+z');
    await expect(held).toBeVisible({ timeout: 300 });
  }).toPass();
  await expect(held).not.toContainText('Create label set');
  await expect(work.inspector.getByRole('button', { name: /^Particle, background/ })).toBeVisible();
  await expect(work.image('prisms-0.2mL-1')).toBeVisible();
  expect(work.complaints).toEqual([]);
});

test('labels that lie beside the particles are refused with their offset, and taken in when a person insists', async ({
  page,
  host,
}) => {
  const work = new Workstation(page);
  await work.open(host.url);
  await work.job(/images in/);
  await work.segmentSample();
  await work.image('prisms-0.2mL-1').click();
  const room = new LabelRoom(work);
  await room.enter(/^Particle, background/);
  await work.inspector.getByRole('button', { name: 'Take 1 frame in as Particle' }).click();
  await expect.poll(async () => (await room.stored(1, 1)).particles.length).toBeGreaterThan(3);
  const { particles } = await room.stored(1, 1);

  // the same particles 9 px further to the right
  const rgb = new Uint8Array(side * side * 3);
  for (const { mask } of particles) {
    for (let r = 0; r < mask.runs.length; r += 2) {
      const y = mask.y + Math.floor(mask.runs[r] / mask.width);
      const from = mask.x + (mask.runs[r] % mask.width) + 9;
      const to = Math.min(side, from + mask.runs[r + 1]);
      for (let x = from; x < to; x++) rgb[(y * side + x) * 3] = 255;
    }
  }
  const folder = path.join(host.documents, 'masks');
  mkdirSync(folder, { recursive: true });
  writeColourPng(path.join(folder, 'prisms-0.2mL-1.png'), { width: side, height: side, rgb });

  await work.inspector.getByRole('button', { name: 'Import label files…' }).click();
  const browser = page.getByRole('region', { name: 'Import labels' });
  const field = browser.getByRole('textbox', { name: 'Folder' });
  await field.fill(folder);
  await field.press('Enter');
  await browser.getByRole('option', { name: /prisms-0\.2mL-1/ }).click();
  await browser.getByRole('button', { name: 'Choose' }).click();
  await work.inspector.getByRole('combobox', { name: 'Class of #ff0000' }).selectOption('Particle');
  await work.inspector.getByRole('button', { name: 'Import it' }).click();
  await expect(work.inspector.getByRole('alert')).toContainText(/shifted: labels lie \d+ px right/, {
    timeout: 60_000,
  });
  expect((await room.stored(1, 1)).classes.every((value) => value === 0)).toBe(true);
  await work.inspector.getByRole('button', { name: 'Take in anyway' }).click();
  await expect(work.inspector.getByRole('tab', { name: 'Labels' })).toBeVisible({ timeout: 60_000 });
  const { classes } = await room.stored(1, 1);
  expect(classes.every((value, i) => (value === 1) === (rgb[3 * i] === 255))).toBe(true);
  expect(work.complaints).toEqual([]);
});
