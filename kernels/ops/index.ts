/** Kernels of operations outside the recurrent layers, in a binary of their own. */
export { gelu, geluBackward, softplus } from "./maps";
export {
  crossEntropy, crossEntropyBackward, layerNorm, layerNormBackward,
  logSoftmax, logSoftmaxBackward, softmax, softmaxBackward,
} from "./rows";
