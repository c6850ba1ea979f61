import type { Measurement } from './measurement.ts';
import { borderLength } from './perimeter-length.ts';

export const convexHull: Measurement = {
  columns: [
    {
      id: 'area_convex',
      title: 'Convex area',
      dimension: 'area',
      definition:
        'Area of the pixels whose centres lie in or on the convex polygon around the mid-points of the pixel edges (scikit-image area_convex).',
      group: 'size',
    },
    {
      id: 'perimeter_convex',
      title: 'Convex perimeter',
      dimension: 'length',
      definition: 'Perimeter of the convex polygon around the mid-points of the pixel edges, exact.',
      group: 'size',
    },
    {
      id: 'solidity',
      title: 'Solidity (face convexity)',
      dimension: 'number',
      definition: 'Area over convex area (scikit-image solidity; face convexity in Cho et al. 2024).',
      group: 'shape',
    },
    {
      id: 'convexity',
      title: 'Convexity',
      dimension: 'number',
      definition:
        'Perimeter of the convex hull over the perimeter, both through the centres of border pixels (4 neighbours), so that a convex particle has exactly 1. None for one or two pixels.',
      group: 'shape',
    },
  ],
  measure: (particle, values) => {
    const { hulls, aspect, left, right } = particle;
    const convexArea = hulls.polygon.area() * aspect;
    values[0] = convexArea;
    values[1] = hulls.polygon.perimeter(aspect);
    values[2] = particle.area / convexArea;
    const own = particle.perimeter;
    values[3] = own === 0 ? Number.NaN : borderLength(hulls.convex, left, right, false, aspect) / own;
  },
};
