import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from '../hosts/loopback.ts';
import { LabelRoom } from '../pages/label-room.ts';
import { Workstation } from '../pages/workstation.ts';
import { mrcStack, stackFrames, stackSide } from '../specimens/mrc-stack.ts';

test('labels go on to the next frame and fill the frames between; history asks before it takes back an import', async ({
  page,
  host,
}) => {
  const folder = path.join(host.documents, 'tilt');
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, 'moving-disc.mrc'), mrcStack());
  const work = new Workstation(page);
  await work.open(host.url);
  await work.job(/11 images in/);
  await work.importFolder(folder);
  await work.job(/1 image in/);
  await work.image('moving-disc').click();
  const room = new LabelRoom(work);
  await room.enter(/^Particle, background/);
  const image = 12;
  const areas = async () => {
    const all: number[][] = [];
    for (let frame = 0; frame < stackFrames; frame++) {
      all.push((await room.stored(1, image, frame)).particles.map(({ area }) => area));
    }
    return all;
  };
  const frameIs = (n: number) => expect(page.getByText(`Frame ${n} of ${stackFrames}`)).toBeVisible();

  // a particle on the first frame, copied to the second, taken back
  await page.getByRole('group', { name: 'Layer' }).getByRole('button', { name: 'Particles' }).click();
  await room.tool('Ellipse').click();
  await room.drag(stackSide, [50, 70], [110, 130]);
  const [[first]] = await areas();
  expect(Math.abs(first / (Math.PI * 900) - 1)).toBeLessThan(0.05);
  await work.inspector.getByRole('button', { name: 'Copy to next frame' }).click();
  await frameIs(2);
  await room.ready();
  await expect.poll(areas).toEqual([[first], [first], [], [], []]);
  await page.keyboard.press('Control+z');
  await expect.poll(areas).toEqual([[first], [], [], [], []]);

  // on to the last frame, as one does who steps and corrects; the middle is emptied and filled by shape
  await work.stage.focus();
  await page.keyboard.press('[');
  await frameIs(1);
  for (let n = 2; n <= stackFrames; n++) {
    await room.ready();
    await page.keyboard.press('}');
    await frameIs(n);
  }
  await expect.poll(areas).toEqual([[first], [first], [first], [first], [first]]);
  for (let n = stackFrames - 1; n > 1; n--) {
    await page.keyboard.press('[');
    await frameIs(n);
    await room.ready();
    await work.inspector.getByRole('button', { name: 'Clear particles' }).click();
    await expect.poll(async () => (await areas())[n - 1]).toEqual([]);
    await work.stage.focus();
  }
  await work.inspector.getByRole('button', { name: 'Fill frames between' }).click();
  await expect.poll(areas, { timeout: 60_000 }).toEqual([[first], [first], [first], [first], [first]]);
  await page.keyboard.press('Control+z');
  await expect.poll(areas).toEqual([[first], [], [], [], [first]]);

  // the state before the import is a question first
  await work.inspector.getByRole('tab', { name: 'History' }).click();
  const history = work.inspector.getByRole('group', { name: 'History' });
  const question = work.inspector.getByRole('alertdialog');
  await history.getByRole('button', { name: /^Create label set/ }).click();
  await expect(question).toBeHidden();
  await expect.poll(areas).toEqual([[], [], [], [], []]);
  await history.getByRole('button', { name: /^Interpolate/ }).click();
  await expect.poll(areas).toEqual([[first], [first], [first], [first], [first]]);
  await history.evaluate((element) => element.scrollTo(0, element.scrollHeight));
  await history.getByRole('button', { name: 'The empty project' }).click();
  await expect(question).toContainText('Create label set Labels');
  await question.getByRole('button', { name: 'Stay here' }).click();
  await expect(question).toBeHidden();
  await expect(work.image('moving-disc')).toBeVisible();
  expect(work.complaints).toEqual([]);
});
