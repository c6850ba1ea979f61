import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { contentSecurityPolicy, servePage } from './page.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'page-'));
const root = path.join(folder, 'pages');
writeFileSync(path.join(folder, 'secret.json'), '{}');
await import('node:fs/promises').then((fs) => fs.mkdir(root));
writeFileSync(path.join(root, 'index.html'), '<meta name="csp-nonce" content="__CSP_NONCE__">');
writeFileSync(path.join(root, 'a.js'), '1');

describe('the window’s files', () => {
  it('gives the page a nonce of its own each time, in the text and in the policy', async () => {
    const first = await servePage(root, '/');
    const second = await servePage(root, '/index.html');
    const nonce = /content="([^"]+)"/.exec(new TextDecoder().decode(first.body ?? new Uint8Array()))?.[1] ?? '';
    expect(nonce.length).toBeGreaterThan(20);
    expect(first.headers['content-security-policy']).toContain(`'nonce-${nonce}'`);
    expect(second.headers['content-security-policy']).not.toContain(nonce);
  });

  it('serves known types only from its own folder', async () => {
    expect((await servePage(root, '/a.js')).headers['content-type']).toContain('javascript');
    for (const outside of [
      '/../secret.json',
      '/%2e%2e/secret.json',
      '/..%2fsecret.json',
      '/a',
      '/missing.js',
      '/%',
      '/a.js%00.html',
    ]) {
      expect((await servePage(root, outside)).status, outside).toBe(404);
    }
  });

  it('lets nothing foreign run', () => {
    const policy = contentSecurityPolicy('x');
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toContain('unsafe-inline');
    expect(policy).not.toContain("'unsafe-eval'");
  });
});
