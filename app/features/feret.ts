import type { Measurement } from './measurement.ts';

export const feret: Measurement = {
  columns: [
    {
      id: 'feret_diameter_max',
      title: 'Feret diameter, largest',
      dimension: 'length',
      definition:
        'Largest distance of two points on the outline of the convex image, through the mid-points of pixel edges (scikit-image feret_diameter_max).',
      group: 'size',
    },
    {
      id: 'feret_diameter_min',
      title: 'Feret diameter, smallest',
      dimension: 'length',
      definition: 'Smallest distance of two parallel lines that hold the same outline between them.',
      group: 'size',
    },
    {
      id: 'feret_angle',
      title: 'Feret angle',
      dimension: 'angle',
      definition:
        'Direction of the largest Feret diameter: angle from the vertical, counter-clockwise as displayed, over -90 to 90 degrees.',
      group: 'shape',
    },
  ],
  measure: (particle, values) => {
    const { max, min, maxX, maxY } = particle.feret;
    const angle = (Math.atan2(maxX, maxY) * 180) / Math.PI;
    values[0] = max;
    values[1] = min;
    values[2] = angle > 90 ? angle - 180 : angle <= -90 ? angle + 180 : angle;
  },
};
