import { distanceTool } from './distance.ts';
import { labelTools } from './label/list.ts';
import { panTool } from './pan.ts';
import { scaleBarTool } from './scale-bar.ts';
import { lassoTool, selectTool } from './select.ts';
import { spectrumRegionTool } from './spectrum-region.ts';
import type { AnyTool } from './tool.ts';

/** Pointer tools of every room, in the order of the toolbar; the first is the resting one. Those of the Label room are a list of their own. */
export const tools: readonly AnyTool[] = [
  selectTool,
  lassoTool,
  panTool,
  distanceTool,
  scaleBarTool,
  spectrumRegionTool,
];

export function toolById(id: string): AnyTool {
  return tools.find((tool) => tool.id === id) ?? labelTools.find((tool) => tool.id === id) ?? selectTool;
}
