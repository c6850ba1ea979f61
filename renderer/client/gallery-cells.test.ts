import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { GalleryCells } from './gallery-cells.ts';

const kind = { runId: 1, cell: 64, scale: 'particle' } as const;
let asked: { url: string; signal: AbortSignal; answer: (ok: boolean) => void }[];
let closed: number;

beforeEach(() => {
  asked = [];
  closed = 0;
  vi.stubGlobal('fetch', (url: string, { signal }: { signal: AbortSignal }) => {
    return new Promise((resolve, reject) => {
      signal.addEventListener('abort', () => reject(new DOMException('', 'AbortError')));
      const headers = { 'x-morphoscope-columns': '16', 'content-type': 'image/png' };
      asked.push({
        url,
        signal,
        answer: (ok) => resolve(new Response(ok ? new Uint8Array(4) : 'no', { headers, status: ok ? 200 : 500 })),
      });
    });
  });
  vi.stubGlobal('createImageBitmap', async () => ({
    width: 1024,
    height: 192,
    close: () => {
      closed++;
    },
  }));
});
afterEach(() => {
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

const rowsOf = (url: string) => (url.split('rows=')[1] ?? '').split(',').map(Number);
const range = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => from + i);
const settle = () => new Promise((resolve) => setTimeout(resolve, 0));

describe('gallery cells', () => {
  it('asks for the most wanted first, and for more at once while answers come fast', async () => {
    // answers come fast, however busy the machine is
    vi.spyOn(performance, 'now').mockReturnValue(1000);
    new GalleryCells().want(kind, range(0, 1000));
    expect(asked).toHaveLength(1);
    expect(asked[0].url).toContain('/1/64/particle');
    asked[0].answer(true);
    await settle();
    await settle();
    expect(asked).toHaveLength(4);
    const all = asked.flatMap(({ url }) => rowsOf(url));
    expect(all).toEqual(range(0, all.length));
    expect(rowsOf(asked[1].url).length).toBeGreaterThan(rowsOf(asked[0].url).length);
  });

  it('says where in the strip a particle lies, and that something came', async () => {
    const cells = new GalleryCells();
    const heard = vi.fn();
    cells.subscribe(heard);
    cells.want(kind, range(100, 110));
    asked[0].answer(true);
    await settle();
    await settle();
    expect(heard).toHaveBeenCalled();
    expect(cells.version()).toBe(1);
    expect(cells.picture(103)).toMatchObject({ x: 192, y: 0, side: 64 });
    expect(cells.picture(99)).toBeUndefined();
    cells.want(kind, range(100, 110));
    expect(asked).toHaveLength(1);
  });

  it('stops what was scrolled past and asks for what is in sight now', () => {
    const cells = new GalleryCells();
    cells.want(kind, range(0, 10));
    cells.want(kind, range(5000, 5020));
    expect(asked[0].signal.aborted).toBe(true);
    expect(rowsOf(asked[1].url)[0]).toBe(5000);
  });

  it('forgets pictures of another size or run', async () => {
    const cells = new GalleryCells();
    cells.want(kind, range(0, 10));
    asked[0].answer(true);
    await settle();
    await settle();
    cells.want({ ...kind, cell: 128 }, range(0, 10));
    expect(closed).toBe(1);
    expect(cells.picture(3)).toBeUndefined();
    expect(asked[1].url).toContain('/1/128/particle');
  });

  it('does not ask again and again for what fails', async () => {
    const cells = new GalleryCells();
    cells.want(kind, range(0, 10));
    asked[0].answer(false);
    await settle();
    await settle();
    expect(cells.hasFailed(3)).toBe(true);
    cells.want(kind, range(0, 10));
    expect(asked).toHaveLength(1);
  });
});
