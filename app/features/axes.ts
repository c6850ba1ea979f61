import type { Measurement } from './measurement.ts';

const degrees = 180 / Math.PI;

export const axes: Measurement = {
  columns: [
    {
      id: 'axis_major_length',
      title: 'Major axis',
      dimension: 'length',
      definition:
        'Length of the major axis of the ellipse with the same second central moments, 4 sqrt(larger eigenvalue) (scikit-image axis_major_length).',
      group: 'size',
    },
    {
      id: 'axis_minor_length',
      title: 'Minor axis',
      dimension: 'length',
      definition:
        'Length of the minor axis of the ellipse with the same second central moments, 4 sqrt(smaller eigenvalue) (scikit-image axis_minor_length).',
      group: 'size',
    },
    {
      id: 'aspect_ratio',
      title: 'Aspect ratio',
      dimension: 'number',
      definition: 'Major axis over minor axis, 1 or more; none for a line of pixels, whose minor axis is 0.',
      group: 'shape',
    },
    {
      id: 'eccentricity',
      title: 'Eccentricity',
      dimension: 'number',
      definition:
        'Eccentricity of that ellipse, sqrt(1 - smaller / larger eigenvalue): 0 for a circle, towards 1 for a line (scikit-image eccentricity).',
      group: 'shape',
    },
    {
      id: 'orientation',
      title: 'Orientation',
      dimension: 'angle',
      definition:
        'Angle from the vertical (the direction of rows) to the major axis, counter-clockwise as displayed, over -90 to 90 degrees; 45 when there is no major axis (scikit-image orientation, in degrees).',
      group: 'shape',
    },
    {
      id: 'inertia_tensor_eigvals_0',
      title: 'Inertia, larger eigenvalue',
      dimension: 'area',
      definition:
        'Larger eigenvalue of the second central moments over the area (scikit-image inertia_tensor_eigvals).',
      group: 'moments',
    },
    {
      id: 'inertia_tensor_eigvals_1',
      title: 'Inertia, smaller eigenvalue',
      dimension: 'area',
      definition:
        'Smaller eigenvalue of the second central moments over the area (scikit-image inertia_tensor_eigvals).',
      group: 'moments',
    },
  ],
  measure: (particle, values) => {
    const { m00, mu20, mu11, mu02 } = particle.shape;
    const yy = mu20 / m00;
    const xy = mu11 / m00;
    const xx = mu02 / m00;
    const larger = (xx + yy) / 2 + Math.hypot((xx - yy) / 2, xy);
    // The product of both eigenvalues is the determinant: no cancellation for thin particles.
    const smaller = larger === 0 ? 0 : Math.max(0, (xx * yy - xy * xy) / larger);
    values[0] = 4 * Math.sqrt(larger);
    values[1] = 4 * Math.sqrt(smaller);
    values[2] = smaller === 0 ? Number.NaN : Math.sqrt(larger / smaller);
    values[3] = larger === 0 ? 0 : Math.sqrt(Math.max(0, 1 - smaller / larger));
    values[4] = xy === 0 && xx === yy ? 45 : (Math.atan2(2 * xy, yy - xx) / 2) * degrees;
    values[5] = larger;
    values[6] = smaller;
  },
};
