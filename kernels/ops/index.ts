/** Kernels of operations outside the recurrent layers, in a binary of their own. */
export { absolute, huber, logits } from "./losses";
export { addColumns, arithmetic, greatest, rowSums, squaredError } from "./arithmetic";
export {
  abs, absBackward, cube, cubeBackward, gelu, geluBackward, neg, relu, reluBackward, sigmoidBackward,
  sqrt, sqrtBackward, square, squareBackward, tanhBackward,
} from "./maps";
export { adadelta, adagrad, adamax, heavyBall, nadam, radam, rmsprop, sgd } from "./optimizers";
export {
  crossEntropy, crossEntropyBackward, layerNorm, layerNormBackward,
  logSoftmax, logSoftmaxBackward, softmax, softmaxBackward,
} from "./rows";
