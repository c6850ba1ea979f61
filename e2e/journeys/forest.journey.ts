import { expect, test } from '../hosts/loopback.ts';
import { LabelRoom } from '../pages/label-room.ts';
import { Workstation } from '../pages/workstation.ts';

/** Side of the sample's micrographs, px. */
const side = 1024;

test('scribbles teach a forest; it tells the frame, becomes labels, is undone, and segments as a recipe', async ({
  page,
  host,
}) => {
  const work = new Workstation(page);
  await work.open(host.url);
  await work.job(/images in/);
  await work.image('prisms-0.2mL-1').click();
  const room = new LabelRoom(work);
  await room.enter(/^Particle, background/);
  const { inspector } = work;

  // it says what it needs
  await inspector.getByRole('switch', { name: 'Live pixel forest' }).click();
  const wants = inspector.getByRole('list', { name: 'Pixels to learn from' }).getByRole('listitem');
  await expect(wants).toHaveText([/Particle.*no strokes yet/, /Background.*no strokes yet/]);
  await room.tool('Brush').click();
  await page.keyboard.press('Shift+1');
  for (const [x, y] of [
    [256, 40],
    [616, 40],
    [750, 40],
  ])
    await room.drag(side, [x, y], [x + 24, y]);
  await expect(wants.first()).toHaveText(/Particle[\d\s\u2009]+px/);

  // with a second class it tells the rest of the frame, and how unsure it is
  await page.keyboard.press('Shift+2');
  await room.drag(side, [456, 330], [488, 334]);
  await room.drag(side, [566, 328], [584, 328]);
  await expect(inspector.getByText(/^Learned from .* px in 1 frame/)).toBeVisible({ timeout: 30_000 });
  const strokes = (await room.stored(1, 1)).classes;
  await page.keyboard.press('Shift+U');
  await expect(page.getByRole('img', { name: /^Uncertainty of the forest/ })).toBeVisible();
  await page.keyboard.press('Shift+U');
  await expect(page.getByRole('img', { name: /^Uncertainty of the forest/ })).toBeHidden();

  // labels to correct: where nothing was painted, in one step that can be taken back
  await inspector.getByRole('button', { name: 'Use as labels' }).click();
  await work.job(/Label 1 frame by pixel forest/);
  const undo = page.getByRole('button', { name: /^Undo label 1 frame by pixel forest/i });
  await expect(undo).toBeVisible({ timeout: 30_000 });
  const { classes } = await room.stored(1, 1);
  expect(classes.every((value) => value > 0)).toBe(true);
  expect(strokes.every((value, i) => value === 0 || value === classes[i])).toBe(true);
  const share = classes.filter((value) => value === 1).length / side ** 2;
  expect(share).toBeGreaterThan(0.15);
  expect(share).toBeLessThan(0.7);
  expect(classes[40 * side + 164]).toBe(1);
  expect(classes[328 * side + 848]).toBe(2);
  await undo.click();
  await expect(undo).toBeHidden();
  expect((await room.stored(1, 1)).classes).toEqual(strokes);

  // kept, it segments as a recipe
  await inspector.getByRole('button', { name: 'Keep as recipe…' }).click();
  await inspector.getByRole('textbox', { name: 'Name' }).fill('Prisms by forest');
  await inspector.getByRole('button', { name: 'Keep', exact: true }).click();
  await page.getByRole('button', { name: 'Segment with it' }).click();
  await expect(inspector.getByRole('listitem', { name: 'Pixel forest' })).toBeVisible();
  await expect(page.getByTestId('preview-particles')).toContainText(/\d+ particles/, { timeout: 30_000 });
  expect(work.complaints).toEqual([]);
});
