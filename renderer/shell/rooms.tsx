import type { ComponentType } from 'react';
import { ConditionsSheet } from '../panels/images/conditions-sheet.tsx';
import { ImagesInspector } from '../panels/images/inspector.tsx';
import { LabelInspector } from '../panels/label/label-inspector.tsx';
import { LabelStage } from '../panels/label/label-stage.tsx';
import { ParticlesInspector } from '../panels/particles/inspector.tsx';
import { ParticlesRoom } from '../panels/particles/room.tsx';
import { SegmentInspector } from '../panels/segment/segment-inspector.tsx';
import { Stage } from '../panels/stage/stage.tsx';
import { TrainRoom } from '../panels/train/room.tsx';
import { TrainInspector } from '../panels/train/train-inspector.tsx';

/** One station of the flow: what stands in the middle, at the right and below while a person is there. */
export interface Room {
  readonly id: string;
  readonly title: string;
  /** Number key. */
  readonly shortcut: string;
  readonly Stage: ComponentType;
  readonly Inspector: ComponentType;
  readonly lower?: { readonly title: string; readonly Panel: ComponentType };
}

/** The rooms that exist, in the order of the flow. A new one is a line here. */
export const rooms: readonly Room[] = [
  {
    id: 'images',
    title: 'Images',
    shortcut: '1',
    Stage,
    Inspector: ImagesInspector,
    lower: { title: 'Conditions', Panel: ConditionsSheet },
  },
  { id: 'label', title: 'Label', shortcut: '2', Stage: LabelStage, Inspector: LabelInspector },
  { id: 'train', title: 'Train', shortcut: '3', Stage: TrainRoom, Inspector: TrainInspector },
  { id: 'segment', title: 'Segment', shortcut: '4', Stage, Inspector: SegmentInspector },
  { id: 'particles', title: 'Particles', shortcut: '5', Stage: ParticlesRoom, Inspector: ParticlesInspector },
];
