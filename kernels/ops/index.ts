/** Kernels of operations outside the recurrent layers, in a binary of their own. */
export { absolute, absoluteBackward, huber, huberBackward, logits, logitsBackward } from "./losses";
export { gelu, geluBackward } from "./maps";
export { adadelta, adagrad, adamax, nadam, radam, rmsprop } from "./optimizers";
export {
  crossEntropy, crossEntropyBackward, layerNorm, layerNormBackward,
  logSoftmax, logSoftmaxBackward, softmax, softmaxBackward,
} from "./rows";
