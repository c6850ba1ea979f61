/** Texels around a tile of labels in which the shader looks for the edge of a particle. */
export const labelApron = 6;
