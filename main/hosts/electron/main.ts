import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { app, BrowserWindow, dialog, ipcMain, Menu, protocol, session, shell, utilityProcess } from 'electron';
import { compose, type Program } from '../../compose.ts';
import { filePicker } from './dialogs.ts';
import { utilityEngine } from './engine.ts';
import { lockApp, lockSession, schemePrivileges, startPage, webPreferences } from './lock-down.ts';
import { menuTemplate } from './menu.ts';
import { schemeHandler } from './scheme.ts';
import { contentsWire } from './wire.ts';

const here = path.dirname(fileURLToPath(import.meta.url));
const pages = path.resolve(here, '../renderer');
const preload = path.resolve(here, '../preload/preload.cjs');

app.enableSandbox();
protocol.registerSchemesAsPrivileged([{ scheme: 'app', privileges: schemePrivileges }]);
lockApp(app, (url) => void shell.openExternal(url));

let window: BrowserWindow | null = null;

function openWindow(program: Program): void {
  const opened = new BrowserWindow({
    width: 1600,
    height: 1000,
    minWidth: 960,
    minHeight: 600,
    backgroundColor: '#1b1c1e',
    show: false,
    title: 'Morphoscope',
    autoHideMenuBar: true,
    webPreferences: webPreferences(preload),
  });
  window = opened;
  const quit = program.serve(contentsWire(ipcMain, opened.webContents));
  opened.once('ready-to-show', () => opened.show());
  opened.on('closed', () => {
    quit();
    window = null;
  });
  // A crashed page loses nothing: the services live here. Show it again.
  // The page says that edits wait to be stored; Electron would keep the window open without a word.
  opened.webContents.on('will-prevent-unload', (event) => {
    const answer = dialog.showMessageBoxSync(opened, {
      type: 'warning',
      message: 'Your last changes are not stored yet.',
      detail: 'Wait until the program says "Saved", or close it and lose them.',
      buttons: ['Wait', 'Close and lose them'],
      defaultId: 0,
      cancelId: 0,
    });
    if (answer === 1) event.preventDefault();
  });
  opened.webContents.on('render-process-gone', (_event, { reason }) => {
    if (reason !== 'clean-exit' && !opened.isDestroyed()) opened.reload();
  });
  void opened.loadURL(startPage);
}

async function start(): Promise<void> {
  await app.whenReady();
  lockSession(session.defaultSession);
  Menu.setApplicationMenu(Menu.buildFromTemplate(menuTemplate(process.platform, !app.isPackaged)));
  const program = await compose({
    host: 'electron',
    startEngine: utilityEngine((...started) => utilityProcess.fork(...started)),
    pickFiles: filePicker(dialog, () => window),
    configFolder: process.env['MORPHOSCOPE_CONFIG'] ?? app.getPath('userData'),
    documentsFolder: process.env['MORPHOSCOPE_DOCUMENTS'] ?? app.getPath('documents'),
  });
  protocol.handle('app', schemeHandler(program, pages));
  await program.openAtStart(process.argv.find((word) => word.endsWith('.morpho')));
  openWindow(program);
  app.on('activate', () => {
    if (window === null) openWindow(program);
  });
  app.on('second-instance', () => {
    window?.restore();
    window?.focus();
  });
  app.on('window-all-closed', () => {
    if (process.platform !== 'darwin') app.quit();
  });
  let closed = false;
  app.on('will-quit', (event) => {
    if (closed) return;
    event.preventDefault();
    void program.close().finally(() => {
      closed = true;
      app.quit();
    });
  });
}

if (!app.requestSingleInstanceLock()) app.quit();
else {
  start().catch((error: unknown) => {
    dialog.showErrorBox('Morphoscope could not start', error instanceof Error ? error.message : String(error));
    app.exit(1);
  });
}
