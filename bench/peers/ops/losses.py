"""Losses, of values, of probabilities and of classes."""
from torch.nn import functional as F

from .inputs import call, Inputs, leaf, share


def of_values(loss):
    return call(loss, leaf, Inputs.constant)


def of_shares(loss):
    return call(loss, share, lambda on: on.mask().float())


def of_classes(loss, classes=None):
    def task(on):
        C = classes or on.C
        rows = on.R * on.C // C
        x, y, weight = on.leaf(rows, C), on.classes(C, rows), on.share(C).detach()
        return lambda: loss(x, y, weight)

    return task


def gaussian_nll(on):
    x, y, variance = on.leaf(), on.constant(), on.share()
    return lambda: F.gaussian_nll_loss(x, y, variance)


def pos_weight(on):
    x, y, weight = on.leaf(), on.mask().float(), on.share(on.C).detach()
    return lambda: F.binary_cross_entropy_with_logits(x, y, pos_weight=weight)


def ctc(on):
    T, N, C, S = on.pick((8, 1, 32, 3), (32, 16, 32, 8), (128, 64, 64, 20))
    x, labels = on.leaf(T, N, C), on.classes(C - 1, N, S) + 1
    return lambda: F.ctc_loss(F.log_softmax(x, 2), labels, [T] * N, [S] * N)


losses = {
    "mseLoss": of_values(F.mse_loss),
    "mseLoss none": of_values(lambda x, y: F.mse_loss(x, y, reduction="none")),
    "l1Loss": of_values(F.l1_loss),
    "smoothL1Loss": of_values(F.smooth_l1_loss),
    "huberLoss": of_values(lambda x, y: F.huber_loss(x, y, delta=0.5)),
    "gaussianNllLoss": lambda on: gaussian_nll(on),
    "binaryCrossEntropy": of_shares(F.binary_cross_entropy),
    "binaryCrossEntropyWithLogits": of_shares(F.binary_cross_entropy_with_logits),
    "binaryCrossEntropyWithLogits posWeight": lambda on: pos_weight(on),
    "klDiv": of_shares(lambda x, y: F.kl_div(x, y, reduction="mean")),
    "klDiv logTarget": of_values(lambda x, y: F.kl_div(x, y, reduction="batchmean", log_target=True)),
    "crossEntropy": of_classes(lambda x, y, weight: F.cross_entropy(x, y)),
    "crossEntropy 8 classes": of_classes(lambda x, y, weight: F.cross_entropy(x, y), 8),
    "crossEntropy weights": of_classes(lambda x, y, weight: F.cross_entropy(x, y, weight)),
    "crossEntropy smoothing": of_classes(lambda x, y, weight: F.cross_entropy(x, y, label_smoothing=0.1)),
    "crossEntropy probabilities": call(F.cross_entropy, leaf, lambda on: on.share().detach()),
    "nllLoss": of_classes(lambda x, y, weight: F.nll_loss(x, y)),
    "ctcLoss": lambda on: ctc(on),
}
