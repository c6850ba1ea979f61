// The window's only way out: one wire, and the path of a file that was dropped on it.
import { contextBridge, ipcRenderer, webUtils } from 'electron';

contextBridge.exposeInMainWorld('morphoscope', {
  wire: {
    send: (message: unknown) => ipcRenderer.send('wire', message),
    onMessage: (hear: (message: unknown) => void) => {
      const listener = (_event: unknown, message: unknown) => hear(message);
      ipcRenderer.on('wire', listener);
      return () => {
        ipcRenderer.off('wire', listener);
      };
    },
  },
  pathOf: (file: File) => webUtils.getPathForFile(file),
});
