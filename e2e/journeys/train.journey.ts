import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, makePlace, startHost, stopHost, test } from '../hosts/loopback.ts';
import { LabelRoom } from '../pages/label-room.ts';
import { TrainRoom } from '../pages/train-room.ts';
import { Workstation } from '../pages/workstation.ts';
import { discSide, labelledDiscs } from '../specimens/labelled-discs.ts';

/** kill -9 of the processes that a host started: its engine, as a crash of a driver would. */
function killEngines(host: number): void {
  for (const pid of readFileSync(`/proc/${host}/task/${host}/children`, 'utf8').trim().split(/\s+/)) {
    if (pid !== '') process.kill(Number(pid), 'SIGKILL');
  }
}

test('train from published masks, stop, go on, apply, correct, retrain, compare, export, import elsewhere', async ({
  page,
  host,
}) => {
  test.slow();
  const work = new Workstation(page);
  await work.open(host.url);
  await work.job(/images in/);
  const train = new TrainRoom(work);
  await train.begin(labelledDiscs(host.documents, 6), 6);

  // nothing is learned from before a person looked at it
  await expect(train.retrain).toBeDisabled();
  await train.reviewAll('discs-1', 'discs-6');
  await expect(train.lane('Left out')).toContainText('0 frames');
  await expect(train.lane('Validation')).toContainText(/[1-9] frame/);
  await train.makeSmall();

  // one is kept for the comparison: by the keyboard
  const kept = train
    .lane('Training')
    .getByRole('button', { name: /^discs-/ })
    .first();
  await kept.click();
  const name = /^discs-\d/.exec((await kept.getAttribute('aria-label')) ?? '')?.[0] ?? '';
  await page.keyboard.press('e');
  const test1 = train.lane('Frozen test set').getByRole('button', { name: new RegExp(`^${name},`) });
  await expect(test1).toBeVisible();

  await train.retrain.click();
  await train.epochs(2);
  await work.inspector.getByRole('button', { name: 'Stop, keep the best' }).click();
  await expect(train.state).toContainText('stopped');
  const stoppedAt = await train.epochsNow();
  await page.getByRole('button', { name: 'Go on' }).click();
  await train.epochs(stoppedAt + 2);
  await expect(page.getByText(/^After epoch \d+$/)).toBeVisible();

  // the window goes and comes back: the training never noticed
  await page.reload();
  await work.image('discs-1').click();
  await work.room('Train');
  await train.tab('Training');
  await expect(train.state).toContainText('learning');
  const seen = await train.epochsNow();
  expect(seen).toBeGreaterThanOrEqual(stoppedAt + 2);
  await train.epochs(seen + 6);
  await expect(page.getByRole('slider', { name: 'Dice by epoch' })).toHaveAttribute(
    'aria-valuetext',
    /Epoch \d+: Particle 0\.\d{3}, Background 0\.\d{3}/,
  );
  await work.inspector.getByRole('button', { name: 'Stop, keep the best' }).click();
  await expect(train.state).toContainText('stopped');
  await train.makeSmall();
  await expect(test1).toHaveAccessibleName(/frozen/);
  await train.tab('Training');
  await page.getByRole('button', { name: 'See the model' }).click();
  await expect(page.getByRole('table', { name: 'Confusion matrix' })).toBeVisible();
  await expect(page.getByRole('table', { name: 'Scores by class' })).toContainText('Particle');

  // applied to the sample, taken in as labels, corrected, and learned from again with one click
  await page.getByRole('button', { name: 'Apply', exact: true }).click();
  await expect(page.getByRole('tabpanel').getByText(/\d+ particles? in 6 frames/)).toBeVisible({ timeout: 60_000 });
  await page.getByRole('button', { name: 'Correct as labels' }).click();
  const room = new LabelRoom(work);
  await room.ready();
  await work.job(/Take.*Done|labels.*Done/i);
  await page.getByRole('group', { name: 'Layer' }).getByRole('button', { name: 'Classes' }).click();
  await room.tool('Brush').click();
  await room.drag(discSide, [8, 120], [20, 120]);
  await room.saved();
  const frame = work.inspector.getByRole('group', { name: 'This frame' });
  const mark = frame.getByRole('button', { name: 'Mark as reviewed' });
  if (await mark.isVisible()) await mark.click();
  await frame.getByRole('button', { name: 'Retrain' }).click();
  await train.epochs(1);
  await work.inspector.getByRole('button', { name: 'Stop, keep the best' }).click();
  await expect(train.state).toContainText('stopped');

  await train.tab('Compare');
  await page.getByRole('button', { name: 'Measure on the frozen test set' }).click();
  const table = page.getByRole('table', { name: 'Comparison of models' });
  await expect(
    table
      .getByRole('row', { name: /Mean Dice/ })
      .getByText(/0\.\d{3}/)
      .nth(1),
  ).toBeVisible({
    timeout: 60_000,
  });
  await page.getByRole('button', { name: 'Swipe both on this image' }).click();
  await expect(page.getByRole('slider', { name: 'Swipe between A and B' })).toBeVisible({ timeout: 60_000 });

  await train.tab('Model');
  const title = (await page.getByRole('tabpanel').getByRole('heading', { level: 2 }).textContent()) ?? '';
  const out = path.join(host.documents, 'out');
  mkdirSync(out);
  await page.getByRole('button', { name: 'Export ONNX…' }).click();
  await work.browse(/^Export /, out, /^Export here/);
  const written = () => readdirSync(out).find((file) => file.endsWith('.onnx'));
  await expect.poll(written, { timeout: 60_000 }).toBeDefined();
  expect(work.complaints).toEqual([]);

  // on another computer
  const elsewhere = makePlace();
  const other = await startHost(elsewhere);
  try {
    const page2 = await page.context().newPage();
    const work2 = new Workstation(page2);
    await work2.open(other.url);
    await work2.job(/images in/);
    const train2 = new TrainRoom(work2);
    await work2.room('Train');
    await train2.takeModel(path.join(host.documents, 'masks'), 'discs-1.png');
    await expect(work2.inspector.getByRole('alert')).toContainText('discs-1.png');
    await train2.takeModel(out, written() ?? '');
    await expect(page2.getByRole('heading', { name: title })).toBeVisible({ timeout: 60_000 });
    await expect(page2.getByRole('table', { name: 'Scores by class' })).toContainText('Particle');
    expect(work2.complaints).toEqual([]);
  } finally {
    await stopHost(other);
    elsewhere.remove();
  }
});

test('the engine dies in the middle of a training, then the program; both times it goes on', async ({
  page,
  place,
  host,
}) => {
  test.slow();
  const work = new Workstation(page);
  await work.open(host.url);
  await work.job(/images in/);
  const train = new TrainRoom(work);
  await train.begin(labelledDiscs(host.documents, 4), 4);
  await train.reviewAll('discs-1', 'discs-4');
  await expect(train.lane('Left out')).toContainText('0 frames');
  await train.makeSmall();
  await train.retrain.click();
  await train.epochs(2);

  // the window lives on, says what happened, and goes on from the checkpoint
  killEngines(host.process.pid ?? 0);
  await expect(train.state).toContainText(/interrupted|failed/);
  const before = await train.epochsNow();
  expect(before).toBeGreaterThanOrEqual(1);
  await page.getByRole('button', { name: 'Go on' }).click();
  await train.epochs(before + 2);
  expect(work.complaints).toEqual([]);

  await host.kill();
  const again = await startHost(place);
  try {
    const page2 = await page.context().newPage();
    const work2 = new Workstation(page2);
    await work2.open(again.url);
    await work2.room('Train');
    const train2 = new TrainRoom(work2);
    await train2.tab('Training');
    await expect(train2.state).toContainText('interrupted');
    const kept = await train2.epochsNow();
    expect(kept).toBeGreaterThanOrEqual(before);
    await page2.getByRole('button', { name: 'Go on' }).click();
    await train2.epochs(kept + 1);
    await work2.inspector.getByRole('button', { name: 'Stop, keep the best' }).click();
    await expect(page2.getByRole('button', { name: 'See the model' })).toBeVisible();
    expect(work2.complaints).toEqual([]);
  } finally {
    await stopHost(again);
  }
});
