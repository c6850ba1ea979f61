import path from 'node:path';
import type { Page } from '@playwright/test';
import { expect, test } from '../hosts/loopback.ts';
import { Workstation } from '../pages/workstation.ts';
import { fringes, writeFringes } from '../specimens/fringes.ts';

/** Imports the fringes and shows them; returns the stage's box. */
async function showFringes(page: Page, work: Workstation, documents: string) {
  const folder = path.join(documents, 'fringes');
  writeFringes(folder, 'fringes.mrc');
  await work.job(/images in/);
  await work.importFolder(folder);
  await work.job(/1 image in/);
  await work.image('fringes').click();
  await work.picture();
  const box = await work.stage.boundingBox();
  if (box === null) throw new Error('the stage has no box');
  return {
    at: (x: number, y: number) => [box.x + box.width * x, box.y + box.height * y] as const,
    readOut: page.getByRole('status', { name: 'Read-out' }),
  };
}

/** A number out of a line of text. */
function found(text: string | null, pattern: RegExp): number {
  const number = pattern.exec(text ?? '')?.[1];
  if (number === undefined) throw new Error(`No ${pattern} in "${text}"`);
  return Number(number);
}

test('the pointer reads positions and exact values, keys zoom', async ({ page, host }) => {
  const work = new Workstation(page);
  await work.open(host.url);
  const { at, readOut } = await showFringes(page, work, host.documents);
  for (const [x, y] of [
    [0.4, 0.4],
    [0.53, 0.61],
  ] as const) {
    await page.mouse.move(...at(x, y));
    await expect(readOut).toContainText('value');
    const text = await readOut.textContent();
    const column = found(text, /x[^(]*\((\d+)/);
    expect(found(text, /value\s*(\d+)/)).toBe(fringes.value(column));
    expect(found(text, /x\s*([\d.]+)/)).toBeCloseTo((column + 0.5) * fringes.pixelSize, 0);
  }
  await work.stage.focus();
  await page.keyboard.press('1');
  await expect(readOut).toContainText(/zoom\s*100/);
  await page.mouse.wheel(0, -300);
  await expect(readOut).not.toContainText(/zoom\s*100/);
  await page.keyboard.press('0');
  await expect(readOut).toContainText(/zoom\s*\d\d\s*%/);
  expect(work.complaints).toEqual([]);
});

test('a distance and the spacing in the power spectrum come out in nm', async ({ page, host }) => {
  const work = new Workstation(page);
  await work.open(host.url);
  const { at, readOut } = await showFringes(page, work, host.documents);
  await work.stage.focus();
  await page.keyboard.press('d');
  await page.mouse.move(...at(0.4, 0.5));
  await page.mouse.down();
  await page.keyboard.down('Shift');
  await page.mouse.move(...at(0.6, 0.51), { steps: 4 });
  await page.mouse.up();
  await page.keyboard.up('Shift');
  const label = work.stage.getByText(/nm · .*px · 0\.0°/).last();
  await expect(label).toBeVisible();
  const text = await label.textContent();
  expect(found(text, /([\d.]+)\s*nm/)).toBeCloseTo(found(text, /([\d.]+)\s*px/) * fringes.pixelSize, 1);
  await expect(page.getByRole('region', { name: 'Profile' })).toBeVisible();
  await page.keyboard.press('Delete');
  await expect(label).toBeHidden();

  await page.keyboard.press('Escape');
  await page.keyboard.press('t');
  const ring = page.getByRole('textbox', { name: 'Ring at spacing' });
  await expect(ring).toBeVisible();
  // look for the spot along the middle of the spectrum's pane
  await page.mouse.move(...at(0.752, 0.5));
  await expect(readOut).toContainText('1/d');
  const spacing = fringes.period * fringes.pixelSize;
  for (let x = 0.76; x < 1; x += 0.004) {
    await page.mouse.move(...at(x, 0.5));
    const d = /d\s*([\d.]+)/.exec((await readOut.textContent()) ?? '')?.[1];
    if (d !== undefined && Number(d) <= spacing * 1.02) break;
  }
  await page.mouse.down();
  await page.mouse.up();
  await expect(ring).not.toHaveValue('');
  expect(Number(await ring.inputValue())).toBeCloseTo(spacing, 2);
  expect(work.complaints).toEqual([]);
});

test('contrast is set in file units and by itself', async ({ page, host }) => {
  const work = new Workstation(page);
  await work.open(host.url);
  await showFringes(page, work, host.documents);
  await work.stage.focus();
  await page.keyboard.press('Shift+A');
  const panel = page.getByRole('region', { name: 'Contrast' });
  await panel.getByRole('combobox', { name: /clips/ }).selectOption('Min to max');
  await expect(panel.getByRole('textbox', { name: 'Black' })).toHaveValue('1500');
  await expect(panel.getByRole('textbox', { name: 'White' })).toHaveValue('2500');
  await panel.getByRole('slider', { name: 'White at' }).press('ArrowLeft');
  await expect(panel.getByRole('textbox', { name: 'White' })).toHaveValue('2490');
  await panel.getByRole('textbox', { name: 'Black' }).fill('1800');
  await panel.getByRole('textbox', { name: 'Black' }).press('Enter');
  await expect(panel.getByRole('slider', { name: 'Black at' })).toHaveAttribute('aria-valuenow', '1800');
  await work.stage.focus();
  await page.keyboard.press('a');
  await expect(panel.getByRole('textbox', { name: 'Black' })).toHaveValue('1500');
  expect(work.complaints).toEqual([]);
});
