import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from '../hosts/loopback.ts';
import { LabelRoom } from '../pages/label-room.ts';
import { Workstation } from '../pages/workstation.ts';
import { readColourPng, writeColourPng } from '../specimens/colour-png.ts';

const side = 1024;
/** Red particles with a yellow overlap on black, as published masks are coloured. */
function published(): Uint8Array {
  const rgb = new Uint8Array(side * side * 3);
  const disc = (cx: number, cy: number, r: number) => {
    for (let y = cy - r; y <= cy + r; y++) {
      for (let x = cx - r; x <= cx + r; x++) {
        if ((x - cx) ** 2 + (y - cy) ** 2 > r * r) continue;
        const at = (y * side + x) * 3;
        rgb[at + 1] = rgb[at] === 255 ? 255 : rgb[at + 1];
        rgb[at] = 255;
      }
    }
  };
  for (const [x, y, r] of [
    [200, 200, 90],
    [320, 220, 90],
    [700, 300, 120],
    [300, 760, 140],
  ]) {
    disc(x, y, r);
  }
  return rgb;
}

test('published masks come in by their legend, one is corrected, the rest goes out byte for byte', async ({
  page,
  host,
}) => {
  const work = new Workstation(page);
  await work.open(host.url);
  await work.job(/images in/);
  await work.image('prisms-0.2mL-1').click();
  const room = new LabelRoom(work);
  await room.enter(/^Particle, overlap, background/);
  const rgb = published();
  const folder = path.join(host.documents, 'masks');
  mkdirSync(folder, { recursive: true });
  writeColourPng(path.join(folder, 'prisms-0.2mL-1.png'), { width: side, height: side, rgb });
  writeColourPng(path.join(folder, 'prisms-0.2mL-2.png'), { width: 8, height: 8, rgb: rgb.subarray(0, 192) });

  const choose = async (file: string) => {
    await work.inspector.getByRole('button', { name: 'Import label files…' }).click();
    const browser = page.getByRole('region', { name: 'Import labels' });
    const field = browser.getByRole('textbox', { name: 'Folder' });
    await expect(field).not.toHaveValue('');
    await field.fill(folder);
    await field.press('Enter');
    await expect(field).toHaveValue(folder);
    await browser.getByRole('option', { name: new RegExp(file) }).click();
    await browser.getByRole('button', { name: 'Choose' }).click();
  };

  // one of another size is refused, and the reason stands there
  await choose('prisms-0.2mL-2');
  await work.inspector.getByRole('button', { name: 'Import it' }).click();
  await expect(work.inspector.getByRole('alert')).toContainText(/8 × 8.*1024 × 1024|1024 × 1024.*8 × 8/);
  await work.inspector.getByRole('button', { name: 'Leave it' }).click();

  await choose('prisms-0.2mL-1');
  await expect(work.inspector.getByRole('region', { name: 'Legend' })).toContainText('#ff0000');
  const meaning = (colour: string) => work.inspector.getByRole('combobox', { name: `Class of ${colour}` });
  await meaning('#ff0000').selectOption('Particle');
  await meaning('#ffff00').selectOption('Overlap');
  await meaning('#000000').selectOption('Background');
  await work.inspector.getByRole('button', { name: 'Import it' }).click();
  await expect(work.inspector.getByRole('tab', { name: 'Labels' })).toBeVisible({ timeout: 60_000 });
  const before = await room.stored(1, 1);
  const classOf = new Map([
    ['255,0', 1],
    ['255,255', 2],
    ['0,0', 3],
  ]);
  for (let i = 0; i < before.classes.length; i += 97) {
    expect(before.classes[i]).toBe(classOf.get(`${rgb[3 * i]},${rgb[3 * i + 1]}`));
  }

  // a piece that the masks missed
  await room.tool('Brush').click();
  await room.drag(side, [600, 700], [760, 720]);
  const after = await room.stored(1, 1);
  const changed = (i: number) => after.classes[i] !== before.classes[i];

  const out = path.join(host.documents, 'out');
  mkdirSync(out);
  await work.inspector.getByRole('combobox', { name: 'Export as' }).selectOption('Classes, coloured PNG');
  await work.inspector.getByRole('button', { name: 'Export…' }).click();
  await work.browse(/^Export labels into/, out, /^Export here/);
  const written = () => readdirSync(out).find((name) => name.endsWith('.png'));
  await expect.poll(written, { timeout: 60_000 }).toBeDefined();
  await work.job(/Export labels.*Done/);
  const picture = readColourPng(path.join(out, written() ?? ''));
  expect([picture.width, picture.height]).toEqual([side, side]);

  // the colours of the classes stand for those of the masks, pixel by pixel, wherever nothing was painted
  const colours = new Map<string, string>();
  let edited = 0;
  let wrong = 0;
  for (let i = 0; i < side * side; i++) {
    if (changed(i)) edited++;
    const was = rgb.subarray(3 * i, 3 * i + 3).join();
    const is = picture.rgb.subarray(3 * i, 3 * i + 3).join();
    if (changed(i)) continue;
    const known = colours.get(was);
    if (known === undefined) colours.set(was, is);
    else if (known !== is) wrong++;
  }
  expect(wrong).toBe(0);
  expect(new Set(colours.values()).size).toBe(3);
  expect(edited).toBeGreaterThan(160 * 20);
  expect(work.complaints).toEqual([]);
});

test('two particles that overlap are painted, saved, loaded again and exported whole', async ({ page, host }) => {
  const work = new Workstation(page);
  await work.open(host.url);
  await work.job(/images in/);
  await work.image('prisms-0.2mL-1').click();
  const room = new LabelRoom(work);
  await room.enter(/^Particle, background/);
  await page.getByRole('group', { name: 'Layer' }).getByRole('button', { name: 'Particles' }).click();
  await room.tool('Ellipse').click();
  await room.drag(side, [300, 300], [500, 460]);
  await page.keyboard.press('Escape');
  await room.tool('Ellipse').click();
  await room.drag(side, [560, 340], [430, 420]);
  const painted = await room.stored(1, 1);
  expect(painted.particles).toHaveLength(2);
  const areas = painted.particles.map(({ area }) => area);
  // both are whole ellipses although they lie on each other
  expect(Math.abs(areas[0] / (Math.PI * 100 * 80) - 1)).toBeLessThan(0.05);
  expect(Math.abs(areas[1] / (Math.PI * 65 * 40) - 1)).toBeLessThan(0.06);

  await page.reload();
  await work.image('prisms-0.2mL-1').click();
  await room.enter();
  const loaded = await room.stored(1, 1);
  expect(loaded.particles).toEqual(painted.particles);
  const list = work.inspector.getByRole('listbox', { name: 'Labelled particles' });
  if (!(await list.isVisible())) {
    await page.getByRole('group', { name: 'Layer' }).getByRole('button', { name: 'Particles' }).click();
  }
  await expect(list.getByRole('option')).toHaveCount(2);

  const out = path.join(host.documents, 'coco');
  mkdirSync(out);
  await work.inspector.getByRole('combobox', { name: 'Export as' }).selectOption('Particles, COCO');
  await work.inspector.getByRole('button', { name: 'Export…' }).click();
  await work.browse(/^Export labels into/, out, /^Export here/);
  const written = () => readdirSync(out).find((name) => name.endsWith('.json'));
  await expect.poll(written, { timeout: 60_000 }).toBeDefined();
  const coco = JSON.parse(readFileSync(path.join(out, written() ?? ''), 'utf8')) as {
    annotations: { area: number; bbox: number[] }[];
  };
  expect(coco.annotations.map(({ area }) => area).sort((a, b) => a - b)).toEqual(areas.sort((a, b) => a - b));
  const [a, b] = coco.annotations.map(({ bbox }) => bbox);
  expect(a[0] + a[2] > b[0] && b[0] + b[2] > a[0]).toBe(true);
  expect(work.complaints).toEqual([]);
});
