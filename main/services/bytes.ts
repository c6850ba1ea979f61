import type { BytesReply, BytesRequest } from '../../app/contract/bytes.ts';
import type { PixelArray } from '../../app/domain/element-type.ts';
import { Failure, type FailureTag } from '../../app/domain/failure.ts';
import type { FrameVersion } from '../../app/pipeline/tasks/grey-frame.ts';
import { labelThumbnailTask } from '../../app/pipeline/tasks/label-thumbnail.ts';
import { outlinesTask } from '../../app/pipeline/tasks/outlines.ts';
import { renderLabelsTask } from '../../app/pipeline/tasks/render-labels.ts';
import { decodeFrameTask, glanceTask } from '../../app/pipeline/tasks/show-frame.ts';
import { thumbnailTask } from '../../app/pipeline/tasks/thumbnail.ts';
import { galleryRoutes } from './gallery.ts';
import { labelRoutes } from './label-routes.ts';
import { type BytesPorts, bytesOf, pngOf, type Route } from './route.ts';
import { trainingRoutes } from './training-routes.ts';

const status: Partial<Readonly<Record<FailureTag, number>>> = {
  'not-found': 404,
  'no-project': 409,
  stale: 409,
  'too-large': 413,
  'wrong-usage': 400,
  'invalid-input': 400,
  stopped: 499,
};

function failed(thrown: unknown): BytesReply {
  const { info } = Failure.from(thrown);
  if (info.tag === 'internal') console.error(thrown);
  const headers = { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' };
  return { status: status[info.tag] ?? 500, headers, body: new TextEncoder().encode(JSON.stringify(info)) };
}

/** A signal for the task runner from the request's. */
function options(request: BytesRequest) {
  return {
    priority: 'view' as const,
    ...(request.signal === undefined ? {} : { signal: request.signal as AbortSignal }),
  };
}

function frameRoutes({ reader, tasks, labels: labelled }: BytesPorts): Route[] {
  const version = async (imageId: string, frame: string): Promise<FrameVersion> => {
    const { path, imageIndex, sha256 } = await reader.image(Number(imageId));
    return { address: { path, imageIndex, frame: Number(frame) }, version: sha256 };
  };
  return [
    {
      method: 'GET',
      pattern: /^\/bytes\/frame\/(\d+)\/(\d+)$/,
      answer: async ([imageId, frame], request) => {
        const decoded = await tasks.run(decodeFrameTask, await version(imageId, frame), options(request));
        return bytesOf(decoded.pixels as PixelArray, {
          'x-morphoscope-type': decoded.elementType,
          'x-morphoscope-width': String(decoded.width),
          'x-morphoscope-height': String(decoded.height),
        });
      },
    },
    {
      method: 'GET',
      pattern: /^\/bytes\/glance\/(\d+)\/(\d+)$/,
      answer: async ([imageId, frame], request) => {
        const seen = await tasks.run(glanceTask, await version(imageId, frame), options(request));
        const { means, sample } = seen;
        const both = new Uint8Array(means.byteLength + sample.byteLength);
        both.set(new Uint8Array(means.buffer));
        both.set(new Uint8Array(sample.buffer, sample.byteOffset, sample.byteLength), means.byteLength);
        return bytesOf(both, {
          'x-morphoscope-type': seen.elementType,
          'x-morphoscope-width': String(seen.width),
          'x-morphoscope-height': String(seen.height),
          'x-morphoscope-factor': String(seen.factor),
        });
      },
    },
    {
      method: 'GET',
      pattern: /^\/bytes\/thumbnail\/(\d+)\/(\d+)\/(\d+)$/,
      answer: async ([imageId, frame, size], request) => {
        const { path, imageIndex, sha256 } = await reader.image(Number(imageId));
        const long = Math.max(16, Math.min(1024, Number(size)));
        return pngOf(
          await tasks.run(
            thumbnailTask,
            { path, imageIndex, frame: Number(frame), size: long, sha256 },
            options(request),
          ),
        );
      },
    },
    {
      method: 'GET',
      pattern: /^\/bytes\/label-thumbnail\/(\d+)\/(\d+)\/(\d+)\/(\d+)$/,
      answer: async ([setId, imageId, frame, size], request) => {
        const key = { setId: Number(setId), imageId: Number(imageId), frame: Number(frame) };
        const { width, height, tiles, particles } = await labelled.reads.labels(key);
        const asked = { labels: { width, height, tiles, particles }, size: Math.max(16, Math.min(1024, Number(size))) };
        const small = await tasks.run(labelThumbnailTask, asked, options(request));
        const headers = { 'x-morphoscope-width': String(small.width), 'x-morphoscope-height': String(small.height) };
        return bytesOf(small.classes, headers);
      },
    },
    {
      method: 'GET',
      pattern: /^\/bytes\/labels\/(\d+)\/(\d+)\/(\d+)$/,
      answer: async ([runId, imageId, frame], request) => {
        const { bytes, width, height } = await reader.instances(Number(runId), Number(imageId), Number(frame));
        const labels = await tasks.run(renderLabelsTask, { bytes, width, height }, options(request));
        return bytesOf(labels, { 'x-morphoscope-width': String(width), 'x-morphoscope-height': String(height) });
      },
    },
    {
      method: 'GET',
      pattern: /^\/bytes\/outlines\/(\d+)\/(\d+)\/(\d+)$/,
      answer: async ([runId, imageId, frame], request) => {
        const { bytes } = await reader.instances(Number(runId), Number(imageId), Number(frame));
        return bytesOf(await tasks.run(outlinesTask, { bytes }, options(request)));
      },
    },
    {
      method: 'GET',
      pattern: /^\/bytes\/preview\/([\w-]+)$/,
      answer: async ([token]) => {
        const preview = reader.preview(token);
        if (preview === null)
          throw new Failure('not-found', 'This preview is gone.', 'Change a parameter to see a new one.');
        return bytesOf(preview.bytes, {
          'x-morphoscope-width': String(preview.width),
          'x-morphoscope-height': String(preview.height),
          'x-morphoscope-kind': preview.kind,
          'x-morphoscope-type': preview.kind === 'image' ? 'float32' : 'uint32',
        });
      },
    },
    {
      method: 'GET',
      pattern: /^\/bytes\/forest\/([\w-]+)$/,
      answer: async ([token]) => {
        const told = reader.forest(token);
        if (told === null) throw new Failure('not-found', 'What the forest said here is gone.', 'Ask it again.');
        return bytesOf(told);
      },
    },
  ];
}

function tableRoutes({ reader }: BytesPorts): Route[] {
  return [
    {
      method: 'GET',
      pattern: /^\/bytes\/column\/(\d+)\/([\w-]+)$/,
      answer: async ([runId, column]) => bytesOf(await reader.column(Number(runId), column)),
    },
    {
      method: 'GET',
      pattern: /^\/bytes\/flags\/(\d+)\/(border|rejected)$/,
      answer: async ([runId, flag]) => bytesOf(await reader.flags(Number(runId), flag as 'border' | 'rejected')),
    },
  ];
}

/** A file name without folders or characters that a system refuses. */
export function safeName(name: string): string {
  const last = name.split(/[\\/]/).at(-1) ?? '';
  const plain = Array.from(last)
    .map((c) => (c < ' ' || '<>:"|?*'.includes(c) ? '_' : c))
    .join('')
    .replace(/^\.+/, '_');
  return plain === '' ? 'file' : plain.slice(0, 180);
}

function uploadRoute({ reader, disk, uploadFolder }: BytesPorts): Route {
  return {
    method: 'PUT',
    pattern: /^\/bytes\/upload\/([^/?]+)$/,
    answer: async ([encoded], { body }) => {
      if (body === null || body.byteLength === 0)
        throw new Failure('invalid-input', 'The dropped file is empty.', 'Choose another file.');
      const project = reader.projectPath();
      const folder = `${project === null ? uploadFolder : `${project}/incoming`}/${Date.now().toString(36)}`;
      const path = `${folder}/${safeName(decodeURIComponent(encoded))}`;
      await disk.write(path, body);
      const answer = new TextEncoder().encode(JSON.stringify({ path }));
      return {
        status: 200,
        headers: { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' },
        body: answer,
      };
    },
  };
}

/** The neutral handler of the byte routes (contract/bytes.ts): the same on every host. Never throws. */
export function bytesHandler(ports: BytesPorts): (request: BytesRequest) => Promise<BytesReply> {
  const routes = [
    ...frameRoutes(ports),
    ...tableRoutes(ports),
    ...galleryRoutes(ports),
    ...labelRoutes(ports.labels),
    ...trainingRoutes(ports.trainings),
    uploadRoute(ports),
  ];
  return async (request) => {
    const path = request.path.split('?')[0];
    for (const route of routes) {
      const match = request.method === route.method ? route.pattern.exec(path) : null;
      if (match === null) continue;
      try {
        return await route.answer(match.slice(1), request);
      } catch (thrown) {
        return failed(thrown);
      }
    }
    return failed(
      new Failure(
        'not-found',
        `Nothing is served at ${path}.`,
        'The window and the services are of different versions; restart the program.',
      ),
    );
  };
}
