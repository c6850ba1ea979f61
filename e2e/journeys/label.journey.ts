import { expect, startHost, stopHost, test } from '../hosts/loopback.ts';
import { LabelRoom, type StoredLabels } from '../pages/label-room.ts';
import { Workstation } from '../pages/workstation.ts';

/** Side of the sample's micrographs, px. */
const side = 1024;
const of = (labels: StoredLabels, value: number) => labels.classes.reduce((n, v) => (v === value ? n + 1 : n), 0);
const areas = ({ particles }: StoredLabels) => particles.map(({ area }) => area).sort((a, b) => a - b);

test('paint, fill, split, merge; undo to the start; a crash; redo to the end', async ({ page, place, host }) => {
  const work = new Workstation(page);
  await work.open(host.url);
  await work.job(/images in/);
  await work.image('prisms-0.2mL-1').click();
  const room = new LabelRoom(work);
  await room.enter(/^Particle, overlap, background/);

  // a ring of paint, and its inside filled
  await room.tool('Brush').click();
  await room.drag(side, [300, 300], [500, 300], [500, 500], [300, 500], [300, 300]);
  const ring = of(await room.stored(1, 1), 1);
  expect(ring).toBeGreaterThan(4 * 200 * 10);
  await room.tool('Fill').click();
  await room.click(side, 400, 400);
  const filled = await room.stored(1, 1);
  expect(of(filled, 1)).toBeGreaterThan(ring + 150 * 150);

  // a particle, cut in two, made one again
  await page.getByRole('group', { name: 'Layer' }).getByRole('button', { name: 'Particles' }).click();
  await room.tool('Rectangle').click();
  await room.drag(side, [600, 600], [800, 700]);
  const whole = await room.stored(1, 1);
  expect(whole.particles).toHaveLength(1);
  await room.tool('Cut').click();
  await room.drag(side, [690, 560], [700, 740]);
  const parts = await room.stored(1, 1);
  expect(parts.particles).toHaveLength(2);
  expect(areas(parts)[0] + areas(parts)[1]).toBe(areas(whole)[0]);
  await page.keyboard.press('Escape');
  await room.tool('Merge').click();
  await room.drag(side, [640, 650], [760, 650]);
  const merged = await room.stored(1, 1);
  expect(areas(merged)).toEqual(areas(whole));
  const end = JSON.stringify([Array.from(merged.classes), merged.particles.map(({ mask }) => Array.from(mask.runs))]);

  // back to before the first stroke, by the history
  await work.inspector.getByRole('tab', { name: 'History' }).click();
  const history = work.inspector.getByRole('group', { name: 'History' });
  await expect(history.getByRole('button').first()).toContainText('Merge');
  for (let i = 0; i < 5; i++) await page.keyboard.press('Control+z');
  await expect(page.getByRole('button', { name: /^Undo create label set/i })).toBeVisible();
  const start = await room.stored(1, 1);
  expect(of(start, 0)).toBe(side * side);
  expect(start.particles).toEqual([]);
  expect(work.complaints).toEqual([]);

  // a crash changes nothing; redo brings everything back
  await host.kill();
  const again = await startHost(place);
  try {
    const page2 = await page.context().newPage();
    const work2 = new Workstation(page2);
    await work2.open(again.url);
    const room2 = new LabelRoom(work2);
    await room2.enter();
    await expect(page2.getByRole('button', { name: /^Redo paint Particle/i })).toBeVisible();
    for (let i = 0; i < 5; i++) await page2.keyboard.press('Control+Shift+z');
    await expect(page2.getByRole('button', { name: 'Redo', exact: true })).toBeDisabled();
    const redone = await room2.stored(1, 1);
    expect(
      JSON.stringify([Array.from(redone.classes), redone.particles.map(({ mask }) => Array.from(mask.runs))]),
    ).toBe(end);
    expect(work2.complaints).toEqual([]);
  } finally {
    await stopHost(again);
  }
});

test('a micrograph is labelled by the keyboard alone', async ({ page, host }) => {
  const work = new Workstation(page);
  await work.open(host.url);
  await work.job(/images in/);
  const key = async (...keys: readonly string[]) => {
    for (const one of keys) await page.keyboard.press(one);
  };
  const hold = async (held: string, times: number, one: string) => {
    await page.keyboard.down(held);
    for (let i = 0; i < times; i++) await page.keyboard.press(one);
    await page.keyboard.up(held);
  };
  // the tree, the room, the classes: by Tab and Enter as they come
  await work.tree.focus();
  await key('ArrowDown', '2');
  await expect(page.getByRole('application', { name: 'Micrograph prisms-0.2mL-2' })).toBeVisible();
  const preset = work.inspector.getByRole('button', { name: /^Particle, background/ });
  await preset.focus();
  await key('Enter');
  const room = new LabelRoom(work);
  await room.ready();
  const setOf = async () => {
    const list = await room.stored(1, 2);
    return { particle: of(list, 1), background: of(list, 2), list };
  };

  // a stroke with Space held, one that Enter begins and ends, another class, and a polygon
  await work.stage.focus();
  await key('b', 'ArrowRight');
  await hold(' ', 4, 'Shift+ArrowRight');
  expect((await setOf()).particle).toBeGreaterThan(40 * 20);
  const before = (await setOf()).particle;
  await key('Shift+2', ...Array<string>(9).fill('Shift+ArrowDown'));
  await key('Enter', 'Shift+ArrowLeft', 'Shift+ArrowLeft', 'Enter');
  const second = await setOf();
  expect(second.background).toBeGreaterThan(20 * 20);
  expect(second.particle).toBe(before);

  await key('q', 'Shift+1', 'n');
  await key('Enter', ...Array<string>(5).fill('Shift+ArrowDown'), 'Space');
  await key(...Array<string>(5).fill('Shift+ArrowRight'), 'Space');
  await key(...Array<string>(3).fill('Shift+ArrowRight'), 'Space', 'Backspace', 'Enter');
  const { list } = await setOf();
  expect(list.particles).toHaveLength(1);
  // half of a square of 50 px
  expect(Math.abs(list.particles[0].area - 1250)).toBeLessThan(60);

  // Escape lets the particle go, Ctrl+Z takes the polygon back, Ctrl+Enter marks the frame
  await key('Escape', 'Control+z');
  await expect.poll(async () => (await room.stored(1, 2)).particles.length).toBe(0);
  await key('Control+Shift+z', 'Control+Enter');
  await expect(work.image('prisms-0.2mL-2').getByRole('img')).toHaveAccessibleName(/Labels reviewed/);
  expect(work.complaints).toEqual([]);
});
