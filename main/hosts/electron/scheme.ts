import type { BytesRequest } from '../../../app/contract/bytes.ts';
import type { Program } from '../../compose.ts';
import { guardHeaders, servePage } from '../page.ts';

/**
 * Answers app://ui/...: the window's files and the byte routes.
 * @param pages folder of the built window
 */
export function schemeHandler(program: Pick<Program, 'bytes'>, pages: string): (request: Request) => Promise<Response> {
  return async (request) => {
    const url = new URL(request.url);
    if (url.host !== 'ui') return new Response(null, { status: 404 });
    let reply: Awaited<ReturnType<Program['bytes']>>;
    if (url.pathname.startsWith('/bytes/')) {
      const body = request.method === 'PUT' ? new Uint8Array(await request.arrayBuffer()) : null;
      const asked: BytesRequest = {
        method: request.method,
        path: url.pathname + url.search,
        headers: {},
        body,
        signal: request.signal,
      };
      reply = await program.bytes(asked);
    } else reply = await servePage(pages, url.pathname);
    const { status, headers, body } = reply;
    // Without a length Electron hands large bodies over at a fraction of the rate.
    return new Response(body === null ? null : (body as Uint8Array<ArrayBuffer>), {
      status,
      headers: { ...guardHeaders, ...headers, 'content-length': String(body?.byteLength ?? 0) },
    });
  };
}
