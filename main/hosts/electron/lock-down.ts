// What the window may never do, whatever its page contains. Types only from electron, so that this runs against a fake.
import type { App, IpcMainEvent, Session, WebContents, WebPreferences } from 'electron';

/** The one origin of our pages. */
export const pageOrigin = 'app://ui';
export const startPage = `${pageOrigin}/index.html`;

/** How our scheme behaves; registered once before the app is ready. */
export const schemePrivileges = {
  standard: true,
  secure: true,
  supportFetchAPI: true,
  stream: true,
  codeCache: true,
  corsEnabled: false,
  bypassCSP: false,
} as const;

export function webPreferences(preload: string): WebPreferences {
  return {
    preload,
    contextIsolation: true,
    sandbox: true,
    nodeIntegration: false,
    nodeIntegrationInWorker: false,
    nodeIntegrationInSubFrames: false,
    webSecurity: true,
    webviewTag: false,
    allowRunningInsecureContent: false,
    spellcheck: false,
    navigateOnDragDrop: false,
  };
}

/** Our own page and nothing that only looks like it. */
export function isOurs(url: string): boolean {
  return url === pageOrigin || url.startsWith(`${pageOrigin}/`);
}

/** Web pages that Help may open in the system's browser. */
const outside = ['https://doi.org/', 'https://www.iso.org/'];

export function mayOpenOutside(url: string): boolean {
  return outside.some((start) => url.startsWith(start));
}

/** No permission, no device, no download, no network. */
export function lockSession(session: Session): void {
  session.setPermissionRequestHandler((_contents, _permission, answer) => answer(false));
  session.setPermissionCheckHandler(() => false);
  session.setDevicePermissionHandler(() => false);
  session.on('will-download', (event) => event.preventDefault());
  session.webRequest.onBeforeRequest(
    { urls: ['http://*/*', 'https://*/*', 'ws://*/*', 'wss://*/*', 'ftp://*/*', 'file://*/*'] },
    (_details, answer) => answer({ cancel: true }),
  );
}

/** The window stays on our page; new windows don't open; allowed links go to the system's browser. */
export function lockContents(contents: WebContents, openExternal: (url: string) => void): void {
  const stay = (event: { preventDefault(): void }, url: string) => {
    if (!isOurs(url)) event.preventDefault();
  };
  contents.on('will-navigate', (event) => stay(event, event.url));
  contents.on('will-frame-navigate', (event) => stay(event, event.url));
  contents.on('will-redirect', (event) => stay(event, event.url));
  contents.on('will-attach-webview', (event) => event.preventDefault());
  contents.setWindowOpenHandler(({ url }) => {
    if (mayOpenOutside(url)) openExternal(url);
    return { action: 'deny' };
  });
}

/** Locks every window there will ever be. */
export function lockApp(app: App, openExternal: (url: string) => void): void {
  app.on('web-contents-created', (_event, contents) => lockContents(contents, openExternal));
}

/** Messages count only from the top frame of our own page. */
export function fromOurPage(event: IpcMainEvent): boolean {
  const frame = event.senderFrame;
  return frame !== null && frame.parent === null && isOurs(frame.url);
}
