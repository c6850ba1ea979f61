import { expect, test } from '../hosts/loopback.ts';
import { LabelRoom } from '../pages/label-room.ts';
import { Workstation } from '../pages/workstation.ts';

test('Tab shows what a run found in place of the labels, and the labels again', async ({ page, host }) => {
  const work = new Workstation(page);
  await work.open(host.url);
  await work.job(/images in/);
  await work.segmentSample();
  await work.image('prisms-0.2mL-1').click();
  const room = new LabelRoom(work);
  await room.enter(/^Particle, overlap, background/);
  await room.tool('Brush').click();
  await room.drag(1024, [300, 300], [500, 300]);
  await room.stored(1, 1);
  await page.mouse.move(2, 2);

  /** Pixels of the stage in the accent colour of the prediction. */
  const drawn = () =>
    page.evaluate(async () => {
      const canvas = document.querySelector<HTMLCanvasElement>('[role=application] canvas');
      const gl = canvas?.getContext('webgl2');
      if (canvas === null || gl === null || gl === undefined) return { blue: 0, all: '' };
      await new Promise((next) => requestAnimationFrame(() => setTimeout(next, 100)));
      const bytes = new Uint8Array(canvas.width * canvas.height * 4);
      gl.readPixels(0, 0, canvas.width, canvas.height, gl.RGBA, gl.UNSIGNED_BYTE, bytes);
      let blue = 0;
      let sum = 0;
      for (let i = 0; i < bytes.length; i += 4) {
        if (bytes[i] === 79 && bytes[i + 1] === 163 && bytes[i + 2] === 255) blue++;
        sum = (Math.imul(sum, 31) + bytes[i] + bytes[i + 1] * 256 + bytes[i + 2] * 65536) | 0;
      }
      return { blue, all: String(sum) };
    });
  await work.stage.focus();
  const labels = await drawn();
  await page.keyboard.press('Tab');
  await expect.poll(async () => (await drawn()).blue).toBeGreaterThan(labels.blue + 1000);
  await page.keyboard.press('Tab');
  await expect.poll(async () => (await drawn()).all).toBe(labels.all);
  expect(work.complaints).toEqual([]);
});
