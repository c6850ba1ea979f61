import { EventEmitter } from 'node:events';
import { describe, expect, it, vi } from 'vitest';
import { fromOurPage, isOurs, lockContents, lockSession, mayOpenOutside, webPreferences } from './lock-down.ts';
import { contentsWire } from './wire.ts';

function fakeContents() {
  const contents = new EventEmitter() as EventEmitter & Record<string, unknown>;
  contents['setWindowOpenHandler'] = vi.fn();
  contents['isDestroyed'] = () => false;
  contents['send'] = vi.fn();
  return contents;
}

describe('the locked window', () => {
  it('is sandboxed and isolated', () => {
    const preferences = webPreferences('/preload.cjs');
    expect(preferences).toMatchObject({
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      webSecurity: true,
      webviewTag: false,
    });
  });

  it('knows its own page from lookalikes', () => {
    expect(isOurs('app://ui/index.html')).toBe(true);
    for (const url of [
      'app://ui.evil/index.html',
      'app://uix',
      'https://ui/',
      'file:///etc/passwd',
      'data:text/html,x',
    ]) {
      expect(isOurs(url), url).toBe(false);
    }
  });

  it('refuses every permission, download and request', () => {
    const hooks: Record<string, (...args: unknown[]) => unknown> = {};
    const session = new EventEmitter() as EventEmitter & Record<string, unknown>;
    for (const name of ['setPermissionRequestHandler', 'setPermissionCheckHandler', 'setDevicePermissionHandler']) {
      session[name] = (hook: (...args: unknown[]) => unknown) => {
        hooks[name] = hook;
      };
    }
    session['webRequest'] = {
      onBeforeRequest: (_filter: unknown, hook: (...args: unknown[]) => unknown) => {
        hooks['request'] = hook;
      },
    };
    lockSession(session as never);
    const answer = vi.fn();
    hooks['setPermissionRequestHandler'](null, 'media', answer);
    expect(answer).toHaveBeenCalledWith(false);
    expect(hooks['setPermissionCheckHandler']()).toBe(false);
    expect(hooks['setDevicePermissionHandler']()).toBe(false);
    const cancelled = vi.fn();
    hooks['request']({ url: 'https://example.org' }, cancelled);
    expect(cancelled).toHaveBeenCalledWith({ cancel: true });
    const download = { preventDefault: vi.fn() };
    session.emit('will-download', download);
    expect(download.preventDefault).toHaveBeenCalled();
  });

  it('stays on its page and opens no windows', () => {
    const contents = fakeContents();
    const opened: string[] = [];
    lockContents(contents as never, (url) => opened.push(url));
    for (const name of ['will-navigate', 'will-frame-navigate', 'will-redirect']) {
      const away = { url: 'https://example.org', preventDefault: vi.fn() };
      contents.emit(name, away);
      expect(away.preventDefault, name).toHaveBeenCalled();
      const home = { url: 'app://ui/index.html', preventDefault: vi.fn() };
      contents.emit(name, home);
      expect(home.preventDefault, name).not.toHaveBeenCalled();
    }
    const handler = (contents['setWindowOpenHandler'] as ReturnType<typeof vi.fn>).mock.calls[0][0];
    expect(handler({ url: 'https://doi.org/10.1' })).toEqual({ action: 'deny' });
    expect(handler({ url: 'https://evil.example' })).toEqual({ action: 'deny' });
    expect(opened).toEqual(['https://doi.org/10.1']);
    expect(mayOpenOutside('https://doi.org.evil.example/')).toBe(false);
  });
});

describe('the wire to the window', () => {
  it('hears only well-formed messages of the top frame of our page', () => {
    const ipc = new EventEmitter();
    const contents = fakeContents();
    const heard = vi.fn();
    const quit = contentsWire(ipc as never, contents as never).onMessage(heard);
    const ours = { sender: contents, senderFrame: { parent: null, url: 'app://ui/index.html' } };
    const ask = { kind: 'ask', id: 1, call: 'projects.current', input: {} };
    ipc.emit('wire', ours, ask);
    ipc.emit('wire', { ...ours, sender: fakeContents() }, ask);
    ipc.emit('wire', { ...ours, senderFrame: { parent: {}, url: 'app://ui/index.html' } }, ask);
    ipc.emit('wire', { ...ours, senderFrame: { parent: null, url: 'https://evil.example' } }, ask);
    ipc.emit('wire', { ...ours, senderFrame: null }, ask);
    ipc.emit('wire', ours, { kind: 'ask', id: 'one' });
    expect(heard).toHaveBeenCalledTimes(1);
    quit();
    ipc.emit('wire', ours, ask);
    expect(heard).toHaveBeenCalledTimes(1);
    expect(fromOurPage({ senderFrame: null } as never)).toBe(false);
  });
});
