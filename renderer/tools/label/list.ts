import type { AnyTool } from '../tool.ts';
import { brushTool, eraserTool, limitedBrushTool } from './brush.ts';
import { ellipseTool, labelLassoTool, rectangleTool } from './drawn.ts';
import { fillTool } from './fill.ts';
import { polygonTool, wireTool } from './outlined.ts';
import { adoptTool, cutTool, joinTool, labelSelectTool } from './particles.ts';
import { edgeWandTool, wandTool } from './wand.ts';

/** Tools of the Label room in groups, in the order of its toolbar. */
export const labelToolGroups: readonly (readonly AnyTool[])[] = [
  [labelSelectTool],
  [brushTool, limitedBrushTool, eraserTool, fillTool],
  [labelLassoTool, polygonTool, wireTool, rectangleTool, ellipseTool],
  [wandTool, edgeWandTool, adoptTool],
  [cutTool, joinTool],
];

export const labelTools: readonly AnyTool[] = labelToolGroups.flat();
