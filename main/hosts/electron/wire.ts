import type { IpcMain, IpcMainEvent, WebContents } from 'electron';
import { type Wire, WireMessage } from '../../../app/contract/wire.ts';
import { fromOurPage } from './lock-down.ts';

export const wireChannel = 'wire';

/** The message channel between one window and the services. Foreign senders and broken messages are dropped. */
export function contentsWire(ipc: IpcMain, contents: WebContents): Wire {
  return {
    send: (message) => {
      if (!contents.isDestroyed()) contents.send(wireChannel, message);
    },
    onMessage: (hear) => {
      const listener = (event: IpcMainEvent, raw: unknown) => {
        if (event.sender !== contents || !fromOurPage(event)) return;
        const message = WireMessage.safeParse(raw);
        if (message.success) hear(message.data);
      };
      ipc.on(wireChannel, listener);
      return () => {
        ipc.off(wireChannel, listener);
      };
    },
  };
}
