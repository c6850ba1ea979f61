/// <reference lib="dom" />
// What runs inside the window while it is measured: it looks at pixels that were really drawn, never at what the program says of itself.
import type { Page } from '@playwright/test';

declare global {
  interface Window {
    watch: Watch;
  }
}

/** ms, from an event's own time stamp to the moment when the drawing that shows it is finished and can be read back. */
export interface Latencies {
  /** Of the newest event of each drawing: how far what is painted lags behind the pointer. */
  newest: number[];
  /** Of every event, those that waited for the screen's next frame among them. */
  all: number[];
  drawings: number;
}

interface Watch {
  latencies: Latencies;
  commits: { window: number[]; stored: number[] };
  /** Waits until the pixel at a place of the stage (CSS px) is another colour than it was when asked; ms since the next event of that kind. */
  until(kind: 'pointerup' | 'pointerdown' | 'keydown', x: number, y: number): Promise<number>;
}

function install(): void {
  const host = document.querySelector('[role=application]');
  const canvas = host?.querySelector('canvas');
  const gl = canvas?.getContext('webgl2');
  if (host === null || canvas === null || canvas === undefined || gl === null || gl === undefined) {
    throw new Error('no stage');
  }
  const texel = new Uint8Array(4);
  // Reading a pixel back waits until everything before it is drawn.
  const pixelAt = (x: number, y: number): string => {
    gl.readPixels(Math.floor(x), canvas.height - 1 - Math.floor(y), 1, 1, gl.RGBA, gl.UNSIGNED_BYTE, texel);
    return texel.join();
  };
  const watch: Watch = {
    latencies: { newest: [], all: [], drawings: 0 },
    commits: { window: [], stored: [] },
    until: (kind, x, y) =>
      new Promise((done) => {
        const before = pixelAt(x, y);
        window.addEventListener(
          kind,
          ({ timeStamp }) => {
            // First right after the event, then right after everything that runs in a frame: this asked for it before the program did.
            const frameDone = new MessageChannel();
            const next = () => requestAnimationFrame(() => frameDone.port2.postMessage(null));
            frameDone.port1.onmessage = () => {
              if (pixelAt(x, y) === before) next();
              else done(performance.now() - timeStamp);
            };
            frameDone.port2.postMessage(null);
          },
          { once: true, capture: true },
        );
      }),
  };
  window.watch = watch;
  let held = false;
  let waiting: number[] = [];
  window.addEventListener('pointerdown', () => {
    held = true;
  });
  // After the program's own listeners, so that its drawing is asked for before this look at it.
  window.addEventListener('pointermove', (event) => {
    if (!held) return;
    const first = waiting.length === 0;
    for (const one of event.getCoalescedEvents()) waiting.push(one.timeStamp);
    if (!first || waiting.length === 0) return;
    requestAnimationFrame(() => {
      pixelAt(0, 0);
      const now = performance.now();
      const { latencies } = watch;
      latencies.newest.push(now - Math.max(...waiting));
      for (const stamp of waiting) latencies.all.push(now - stamp);
      latencies.drawings++;
      waiting = [];
    });
  });
  window.addEventListener('pointerup', () => {
    held = false;
  });
  let released = 0;
  window.addEventListener('pointerup', () => (released = performance.now()), { capture: true });
  window.addEventListener('pointerup', () => watch.commits.window.push(performance.now() - released));
  const plainFetch = window.fetch;
  window.fetch = async (...asked) => {
    const answer = await plainFetch(...asked);
    if (typeof asked[0] === 'string' && asked[0].startsWith('/bytes/label-edit/'))
      watch.commits.stored.push(performance.now() - released);
    return answer;
  };
}

export async function startWatching(page: Page): Promise<void> {
  await page.evaluate(install);
}

export async function takeLatencies(page: Page): Promise<Latencies> {
  return page.evaluate(() => {
    const { latencies } = window.watch;
    window.watch.latencies = { newest: [], all: [], drawings: 0 };
    return latencies;
  });
}
