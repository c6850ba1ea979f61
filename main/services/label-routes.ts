import type { BytesReply, LabelEditReply } from '../../app/contract/bytes.ts';
import type { LabelFrameRef } from '../../app/contract/nouns.ts';
import { Failure } from '../../app/domain/failure.ts';
import type { LabelFrameDetail } from '../../app/ports/stored-labels.ts';
import type { Labels } from './labels.ts';
import { bytesOf, type Route } from './route.ts';

/** A stroke is some kilobytes; whole frames come in by import. */
const largestEdit = 64 * 2 ** 20;

function keyOf([setId, imageId, frame]: readonly string[]): LabelFrameRef {
  return { setId: Number(setId), imageId: Number(imageId), frame: Number(frame) };
}

function query(path: string): URLSearchParams {
  return new URLSearchParams(path.split('?')[1] ?? '');
}

/** Whole numbers of a list such as `1,2,3`; null when it is not asked for. */
function numbers(text: string | null): number[] | null {
  if (text === null) return null;
  const list = text === '' ? [] : text.split(',').map(Number);
  if (list.length > 10_000 || list.some((n) => !Number.isSafeInteger(n) || n < 0))
    throw new Failure('wrong-usage', `“${text.slice(0, 60)}” is no list of numbers.`, 'Write 1,2,3.');
  return list;
}

function headers(detail: LabelFrameDetail): Record<string, string> {
  return {
    'x-morphoscope-version': String(detail.version),
    'x-morphoscope-width': String(detail.width),
    'x-morphoscope-height': String(detail.height),
    'x-morphoscope-next-id': String(detail.nextInstanceId),
  };
}

function json(value: LabelEditReply): BytesReply {
  return {
    status: 200,
    headers: { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' },
    body: new TextEncoder().encode(JSON.stringify(value)),
  };
}

/** Labels of a frame, and strokes on them. */
export function labelRoutes(labels: Labels): Route[] {
  return [
    {
      method: 'GET',
      pattern: /^\/bytes\/label-classes\/(\d+)\/(\d+)\/(\d+)$/,
      answer: async (parts, { path }) => {
        const found = await labels.reads.labelTiles(keyOf(parts), numbers(query(path).get('tiles')));
        return bytesOf(found.tiles, headers(found.detail));
      },
    },
    {
      method: 'GET',
      pattern: /^\/bytes\/label-instances\/(\d+)\/(\d+)\/(\d+)$/,
      answer: async (parts, { path }) => {
        const found = await labels.reads.labelParticles(keyOf(parts), numbers(query(path).get('ids')));
        return bytesOf(found.particles, headers(found.detail));
      },
    },
    {
      method: 'PUT',
      pattern: /^\/bytes\/label-edit\/(\d+)\/(\d+)\/(\d+)$/,
      answer: async (parts, { path, body }) => {
        const asked = query(path);
        const base = Number(asked.get('base') ?? Number.NaN);
        if (!Number.isSafeInteger(base) || base < 0)
          throw new Failure('wrong-usage', 'A stroke names no version that it was made on.', 'Add ?base=VERSION.');
        if ((body?.byteLength ?? 0) > largestEdit)
          throw new Failure('too-large', 'A change of labels is larger than 64 MB.', 'Make it in smaller parts.');
        const title = asked.get('title')?.trim().slice(0, 120);
        return json(
          await labels.stroke(
            keyOf(parts),
            { base, edit: body ?? new Uint8Array(0) },
            title === undefined || title === '' ? 'Change labels' : title,
            asked.get('window'),
          ),
        );
      },
    },
  ];
}
