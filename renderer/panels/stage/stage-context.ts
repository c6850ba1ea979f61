import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import type { StageController } from './controller.ts';

interface Mounted {
  /** The controller of the stage on the screen; null while there is none. */
  readonly controller: StageController | null;
  /** The browser can't draw: it has no WebGL 2. */
  readonly cannotDraw: boolean;
}

export const mountedStage = createStore<Mounted>()(() => ({ controller: null, cannotDraw: false }));

export const useStage = () => useStore(mountedStage, (s) => s.controller);
