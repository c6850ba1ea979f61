import type { IconName } from '../../ui/icons.tsx';

/** Icons of the labelling tools, by tool id. */
export const labelToolIcons: Readonly<Record<string, IconName>> = {
  'label-select': 'pointer',
  'label-brush': 'brush',
  'label-limited-brush': 'rangeBrush',
  'label-eraser': 'eraser',
  'label-fill': 'bucket',
  'label-lasso': 'lasso',
  'label-polygon': 'polygon',
  'label-wire': 'wire',
  'label-rectangle': 'rectangle',
  'label-ellipse': 'ellipse',
  'label-wand': 'wand',
  'label-edge-wand': 'edgeWand',
  'label-adopt': 'adopt',
  'label-cut': 'cut',
  'label-join': 'merge',
};
