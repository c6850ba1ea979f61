/** How patches are varied. Lengths in px of the patch; grey levels in standard deviations of the frame. */
export interface Augmentation {
  readonly flips: boolean;
  readonly rotations: 'none' | 'quarter' | 'any';
  /** Magnification within 1 - scale to 1 + scale. */
  readonly scale: number;
  /** Contrast within 1 - contrast to 1 + contrast. */
  readonly contrast: number;
  /** Largest shift of the grey level. */
  readonly brightness: number;
  /** Exponent of the grey levels within 1 / (1 + gamma) to 1 + gamma. */
  readonly gamma: number;
  /** Largest standard deviation of added noise. */
  readonly noise: number;
  /** Largest standard deviation of a Gaussian blur. */
  readonly blur: number;
  /** Largest shift of the points that an elastic deformation moves. */
  readonly elastic: number;
}

export const noAugmentation: Augmentation = {
  flips: false,
  rotations: 'none',
  scale: 0,
  contrast: 0,
  brightness: 0,
  gamma: 0,
  noise: 0,
  blur: 0,
  elastic: 0,
};
