export { rowAffine, rowBlend, rowDifference, rowRatio, rowScale, rowSum, slidingSum } from './arithmetic';
export { lowerRow, lowerTile, tileMaximum } from './ball';
export { fftBatch, multiplyBatch, swapBatch } from './fft';
export { gatherColumns, gatherRows, joinReal, partReal, scatterColumns, scatterRows } from './fft-layout';
export { symmetricFilter } from './filter';
export { forestRow } from './forest';
export { medianBlock, rankBlock } from './median';
export {
  medianOfColumns3,
  rowMaximum,
  rowMinimum,
  rowRange,
  slidingMaximum,
  slidingMinimum,
  sortColumns3,
} from './order';
export { enlargeRow, halveColumns, halveRows, mixRows4 } from './scale';
export {
  blurBlock,
  deviationRow,
  eigenRow,
  encodeRow,
  gradientRow,
  hessianRow,
  lineRow,
  rowProduct,
  tensorRow,
} from './texture';
