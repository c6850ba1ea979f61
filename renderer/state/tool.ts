import { createStore } from 'zustand/vanilla';

/** A bar found or drawn on an image: where it is and how long, px of the full-resolution image. */
export interface MeasuredBar {
  readonly imageId: number;
  readonly frame: number;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  /** Length along the bar, px. */
  readonly length: number;
}

export interface ToolState {
  /** Id of the pointer tool in use, one of `renderer/tools/list.ts`; 'select' is the resting one. */
  readonly toolId: string;
  /** What the scale bar tool measured last; the calibration editor turns it into a pixel size. */
  readonly bar: MeasuredBar | null;
}

export const restingTool = 'select';
export const scaleBarTool = 'scale-bar';
export const spectrumTool = 'spectrum-region';

export const toolStore = createStore<ToolState>()(() => ({ toolId: restingTool, bar: null }));

/** Takes a pointer tool into the hand. */
export function chooseTool(toolId: string): void {
  toolStore.setState({ toolId });
}

/** Keeps what the scale bar tool measured, or lets it go. */
export function setBar(bar: MeasuredBar | null): void {
  toolStore.setState({ bar });
}
