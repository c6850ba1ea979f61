import type { Measurement } from './measurement.ts';

export const boundingBox: Measurement = {
  columns: [
    {
      id: 'bbox_x',
      title: 'Bounding box, left',
      dimension: 'position',
      definition: 'First image column of the particle, from 0.',
      group: 'position',
    },
    {
      id: 'bbox_y',
      title: 'Bounding box, top',
      dimension: 'position',
      definition: 'First image row of the particle, from 0.',
      group: 'position',
    },
    {
      id: 'bbox_width',
      title: 'Bounding box, width',
      dimension: 'length',
      definition: 'Columns from the first to the last of the particle, both counted.',
      group: 'size',
    },
    {
      id: 'bbox_height',
      title: 'Bounding box, height',
      dimension: 'length',
      definition: 'Rows from the first to the last of the particle, both counted.',
      group: 'size',
    },
    {
      id: 'bbox_diagonal',
      title: 'Bounding box, diagonal',
      dimension: 'length',
      definition: 'sqrt(width² + height²) of the bounding box.',
      group: 'size',
    },
    {
      id: 'area_bbox',
      title: 'Bounding box, area',
      dimension: 'area',
      definition: 'Width times height of the bounding box (scikit-image area_bbox).',
      group: 'size',
    },
    {
      id: 'extent',
      title: 'Extent',
      dimension: 'number',
      definition: 'Area over the area of the bounding box (scikit-image extent).',
      group: 'shape',
    },
  ],
  measure: (particle, values) => {
    const width = particle.right - particle.left;
    const rows = particle.bottom - particle.top;
    const height = rows * particle.aspect;
    values[0] = particle.left;
    values[1] = particle.top;
    values[2] = width;
    values[3] = height;
    values[4] = Math.hypot(width, height);
    values[5] = width * height;
    values[6] = particle.pixels / (width * rows);
  },
};
