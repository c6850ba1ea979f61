import { spansOfValue } from '../../../app/math/raster/grid.ts';
import { holesFilled } from '../../../app/math/raster/parts.ts';
import { subtract } from '../../../app/math/raster/set-operations.ts';
import { areaOf } from '../../../app/math/raster/spans.ts';
import type { LabelDocument } from './document.ts';

/** Gives pixels that one class encloses wholly that class, where what is protected allows it. */
export function fillClassHoles(document: LabelDocument, classId: number, name: string): void {
  const { width, height, classes } = document;
  const own = spansOfValue({ width, height, data: classes }, classId);
  const holes = subtract(holesFilled(own), own);
  if (areaOf(holes) > 0) document.apply(`Fill holes of ${name}`, { classes: [{ spans: holes, value: classId }] });
}
