import { describe, expect, it } from 'vitest';
import { memorySource } from '../../formats/memory-source.ts';
import { writeTiff } from '../../formats/tiff/write.ts';
import type { TaskEnvironment } from '../../ports/task.ts';
import { decodeFrameTask, glanceTask } from './show-frame.ts';

const data = Uint16Array.from({ length: 1540 * 4 }, (_, i) => (i * 31) % 4001);
const file = writeTiff([{ width: 1540, height: 4, data }], { pixelSizeNm: 1 });

function environment() {
  const opened: string[] = [];
  const open = (path: string) => {
    opened.push(path);
    return memorySource(path, file);
  };
  return { opened, environment: { open } as unknown as TaskEnvironment };
}
const at = (version: string) => ({ address: { path: '/a.tif', imageIndex: 0, frame: 0 }, version });

describe('showing a frame', () => {
  it('opens the file once for the glance and the frame, and answers with pixels of its own', async () => {
    const { opened, environment: here } = environment();
    const seen = await glanceTask.run(at('one'), here);
    expect([seen.width, seen.height, seen.factor, seen.elementType]).toEqual([770, 2, 2, 'uint16']);
    const frame = await decodeFrameTask.run(at('one'), here);
    expect(frame.pixels).toEqual(data);
    (frame.pixels as Uint16Array).fill(0);
    expect((await decodeFrameTask.run(at('one'), here)).pixels).toEqual(data);
    expect(opened).toEqual(['/a.tif']);
  });

  it('reads again what has another content', async () => {
    const { opened, environment: here } = environment();
    await glanceTask.run(at('two'), here);
    await decodeFrameTask.run(at('three'), here);
    expect(opened).toHaveLength(2);
  });
});
