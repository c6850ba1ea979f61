import type { Wire } from '../../app/contract/wire.ts';

/** What the preload script of the Electron host puts on the window, all of it. */
export interface MorphoscopeBridge {
  readonly wire: Wire;
  /** The path on disk of a file that was dropped; the bridge is the only way to learn it. */
  readonly pathOf?: (file: File) => string;
}

declare global {
  interface Window {
    readonly morphoscope?: MorphoscopeBridge;
  }
}

/** The Electron bridge, or null in a browser. */
export function electronBridge(): MorphoscopeBridge | null {
  return globalThis.window?.morphoscope ?? null;
}
