/** The exports of the kernels. Pointers are byte offsets into the imported memory, aligned to 16. */
export { adamStep } from "./adam";
export { clampMap, expMap, logMap, sigmoidMap, sum, tanhMap } from "./elementwise";
export { fanOutBackward, fanOutForward, fanOutGradients } from "./fanOut";
export { gemm, tile } from "./gemm";
export { layerBackward, layerForward, layerGradients, layerPrepare, layerPrepareBackward } from "./layer";
export {
  linearBackwardInput, linearBackwardWeight, linearForward,
  linearGradients, linearMask, linearPrepare, linearRows,
} from "./linear";
export { columnSum, outerWork } from "./outer";
export { packedSize, rows } from "./pack";
