import type { BytesReply, BytesRequest } from '../../app/contract/bytes.ts';
import { writePng } from '../../app/formats/png/write.ts';
import { type GalleryGroup, galleryTask } from '../../app/pipeline/tasks/gallery.ts';
import { atlasPath, boxesOf, makeAtlas } from './atlas.ts';
import type { BytesPorts, Route } from './route.ts';

const mostCells = 600;
/** Cells a row of the strip. */
export const stripColumns = 16;
const keptBoxes = 256;

/** Bounding boxes (x, y, width, height) by result, the newest last. */
type BoxCache = Map<string, Int32Array>;

/** Cells in rows of `stripColumns`, as one grey PNG. */
function strip(cells: Uint8Array, slots: number, cell: number): Uint8Array {
  const columns = Math.min(stripColumns, slots);
  const rows = Math.ceil(slots / columns);
  const width = columns * cell;
  const data = new Uint8Array(width * rows * cell).fill(40);
  for (let s = 0; s < slots; s++) {
    const left = (s % columns) * cell;
    const top = Math.floor(s / columns) * cell;
    for (let y = 0; y < cell; y++) {
      data.set(cells.subarray((s * cell + y) * cell, (s * cell + y + 1) * cell), (top + y) * width + left);
    }
  }
  return writePng({ width, height: rows * cell, channels: 1, data });
}

/** Routes of the particle gallery. Cells stand `stripColumns` a row, in the order of the rows asked for. */
export function galleryRoutes({ reader, tasks, disk }: BytesPorts): Route[] {
  const cache: BoxCache = new Map();

  async function boxes(runId: number, imageId: number, frame: number): Promise<Int32Array> {
    const key = `${reader.projectPath() ?? ''}/${runId}/${imageId}/${frame}`;
    const known = cache.get(key);
    if (known !== undefined) return known;
    const found = boxesOf((await reader.instances(runId, imageId, frame)).bytes);
    cache.set(key, found);
    const [oldest] = cache.keys();
    if (cache.size > keptBoxes && oldest !== undefined) cache.delete(oldest);
    return found;
  }

  async function groupsOf(runId: number, rows: readonly number[], scale: string): Promise<GalleryGroup[]> {
    const { spans } = await reader.table(runId);
    const byFrame = new Map<
      string,
      { at: { imageId: number; frame: number; start: number }; picks: { particle: number; slot: number }[] }
    >();
    rows.forEach((row, slot) => {
      const at = spans.find((span) => row >= span.start && row < span.start + span.count);
      if (at === undefined) return;
      const key = `${at.imageId}/${at.frame}`;
      const group = byFrame.get(key) ?? { at, picks: [] as { particle: number; slot: number }[] };
      group.picks.push({ particle: row - at.start, slot });
      byFrame.set(key, group);
    });
    return Promise.all(
      [...byFrame.values()].map(async ({ at, picks }) => {
        const { path, imageIndex, sha256, pixelSize } = await reader.image(at.imageId);
        const found = await boxes(runId, at.imageId, at.frame);
        const side = scale === 'particle' ? null : Number(scale) / (pixelSize ?? 1);
        return {
          address: { path, imageIndex, frame: at.frame },
          sha256,
          boxes: found,
          picks,
          atlas: atlasPath(reader.projectPath() ?? '', runId, at.imageId, at.frame, found),
          side,
        };
      }),
    );
  }

  /** Atlases under way, by path, so that requests side by side make each once. */
  const making = new Map<string, Promise<void>>();

  /** Makes the atlas of a frame unless it is there. It is kept even if the asker has gone: the next one needs it too. */
  function keepAtlas(group: GalleryGroup): Promise<void> {
    const known = making.get(group.atlas);
    if (known !== undefined) return known;
    const work = makeAtlas({ tasks, disk }, group, { priority: 'view' }).finally(() => making.delete(group.atlas));
    making.set(group.atlas, work);
    return work;
  }

  async function answer(
    runId: number,
    rows: readonly number[],
    cell: number,
    scale: string,
    request: BytesRequest,
  ): Promise<BytesReply> {
    const asked = rows.slice(0, mostCells);
    const size = Math.max(16, Math.min(512, cell));
    const groups = await groupsOf(runId, asked, scale);
    const signal = request.signal === undefined ? {} : { signal: request.signal as AbortSignal };
    // Particles of many frames, as in a sorted gallery: one frame after the other, each kept as soon as it is done.
    for (const group of groups.length > 2 ? groups : []) {
      if (request.signal?.aborted === true) break;
      await keepAtlas(group);
    }
    const { cells, made } = await tasks.run(
      galleryTask,
      { groups, cell: size, slots: asked.length },
      { priority: 'view', ...signal },
    );
    for (const { path, bytes } of made) await disk.write(path, bytes);
    const headers = {
      'content-type': 'image/png',
      'cache-control': 'no-store',
      'x-morphoscope-columns': String(stripColumns),
    };
    return { status: 200, headers, body: strip(cells, asked.length, size) };
  }

  return [
    {
      method: 'GET',
      pattern: /^\/bytes\/gallery\/(\d+)\/(\d+)\/(\d+)\/(\d+)\/(particle|[\d.]+)$/,
      answer: ([runId, start, count, cell, scale], request) => {
        const rows = Array.from({ length: Math.min(mostCells, Number(count)) }, (_, i) => Number(start) + i);
        return answer(Number(runId), rows, Number(cell), scale, request);
      },
    },
    {
      method: 'GET',
      pattern: /^\/bytes\/gallery-rows\/(\d+)\/(\d+)\/(particle|[\d.]+)$/,
      answer: ([runId, cell, scale], request) => {
        const list = new URLSearchParams(request.path.split('?')[1] ?? '').get('rows') ?? '';
        const rows = list
          .split(',')
          .filter((word) => word !== '')
          .map(Number)
          .filter(Number.isInteger);
        return answer(Number(runId), rows, Number(cell), scale, request);
      },
    },
  ];
}
