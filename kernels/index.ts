/** What the kernels export. Pointers are byte offsets into the imported memory, aligned to 16. */
export { adamStep } from "./adam";
export { sigmoidMap, tanhMap } from "./elementwise";
export { columnSum, gemm, gemmWork, pack, packedSize } from "./gemm";
export { gruBackward, gruForward } from "./gru";
export { linearBackwardInput, linearBackwardWeight, linearForward } from "./linear";
export { lstmBackward, lstmForward } from "./lstm";
export { rnnBackward, rnnForward } from "./rnn";
