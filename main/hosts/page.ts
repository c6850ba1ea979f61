import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { BytesReply } from '../../app/contract/bytes.ts';

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.map': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.wasm': 'application/wasm',
  '.woff2': 'font/woff2',
  '.woff': 'font/woff',
  '.ttf': 'font/ttf',
};

/** Headers of every answer: nothing foreign runs, nothing embeds us, shared memory is allowed. */
export const guardHeaders: Readonly<Record<string, string>> = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-embedder-policy': 'require-corp',
  'cross-origin-resource-policy': 'same-origin',
};

/** The content security policy of the window; `nonce` is for the style sheets that the interface makes at run time. */
export function contentSecurityPolicy(nonce: string): string {
  return [
    "default-src 'none'",
    "script-src 'self' 'wasm-unsafe-eval'",
    "worker-src 'self' blob:",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' blob: data:",
    "font-src 'self'",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "object-src 'none'",
  ].join('; ');
}

const notFound: BytesReply = { status: 404, headers: { ...guardHeaders }, body: null };

/**
 * Serves the built window from `root`. The page gets a fresh nonce a request (in its `csp-nonce` meta tag and the
 * policy). Paths outside `root` are not found.
 */
export async function servePage(root: string, pathname: string): Promise<BytesReply> {
  let relative: string;
  try {
    relative = decodeURIComponent(pathname === '/' ? '/index.html' : pathname);
  } catch {
    return notFound;
  }
  const file = path.resolve(root, `.${relative}`);
  if (!file.startsWith(root + path.sep) || relative.includes('\0')) return notFound;
  const type = types[path.extname(file)];
  if (type === undefined) return notFound;
  try {
    const body = await readFile(file);
    if (!file.endsWith('.html')) {
      const cache = relative.startsWith('/assets/') ? 'private, max-age=31536000, immutable' : 'no-cache';
      return { status: 200, headers: { ...guardHeaders, 'content-type': type, 'cache-control': cache }, body };
    }
    const nonce = randomBytes(16).toString('base64');
    const page = body.toString('utf8').replaceAll('__CSP_NONCE__', nonce);
    return {
      status: 200,
      headers: {
        ...guardHeaders,
        'content-type': type,
        'cache-control': 'no-store',
        'content-security-policy': contentSecurityPolicy(nonce),
      },
      body: new TextEncoder().encode(page),
    };
  } catch {
    return notFound;
  }
}
