export { symmetricFilter } from './filter';
export { medianOfColumns3, rowMaximum, rowMinimum, slidingMaximum, slidingMinimum, sortColumns3 } from './order';
export { enlargeRow, halveColumns, halveRows, mixRows4 } from './scale';
