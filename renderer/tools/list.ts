import { distanceTool } from './distance.ts';
import { panTool } from './pan.ts';
import { scaleBarTool } from './scale-bar.ts';
import { lassoTool, selectTool } from './select.ts';
import { spectrumRegionTool } from './spectrum-region.ts';
import type { AnyTool } from './tool.ts';

/** Every pointer tool, in the order of the toolbar; the first is the resting one. */
export const tools: readonly AnyTool[] = [
  selectTool,
  lassoTool,
  panTool,
  distanceTool,
  scaleBarTool,
  spectrumRegionTool,
];

export function toolById(id: string): AnyTool {
  return tools.find((tool) => tool.id === id) ?? selectTool;
}
