"""The inputs of operations: the same values as bench/ops/task.ts makes."""
import numpy as np
import torch

SIZES = {"small": (1, 256), "middling": (32, 512), "large": (2048, 256)}


class Inputs:
    """Makes the same values as bench/ops/task.ts."""

    def __init__(self, size):
        self.size, self.leaves, self.made = size, [], 0
        self.R, self.C = SIZES[size]

    def pick(self, *choices):
        return choices[list(SIZES).index(self.size)]

    def constant(self, *shape):
        return self.filled(shape, lambda u: 2 * u - 1)

    def leaf(self, *shape):
        return self.tracked(self.constant(*shape))

    def share(self, *shape):
        return self.tracked(self.filled(shape, lambda u: 0.1 + 0.8 * u))

    def mask(self, *shape):
        return self.filled(shape, lambda u: u < 0.5).bool()

    def classes(self, count, *shape):
        return self.filled(shape, lambda u: np.floor(u * count)).long()

    def parameters(self):
        rows, parameters = self.pick(1, 64, 1000), []
        for _ in range(4):
            parameters.append(self.leaf(rows, 250))
            parameters[-1].grad = self.constant(rows, 250)
        return parameters

    def tracked(self, t):
        self.leaves.append(t.requires_grad_())
        return t

    def filled(self, shape, value_of):
        shape, low = shape or (self.R, self.C), np.uint64(0xFFFFFFFF)
        self.made += 1
        h = np.arange(np.prod(shape), dtype=np.uint64) + np.uint64(self.made * 0x9E3779B9 % 2**32)
        h = (h * np.uint64(0x85EBCA6B)) & low
        h = ((h ^ (h >> np.uint64(16))) * np.uint64(0x45D9F3B)) & low
        u = ((h ^ (h >> np.uint64(16))) >> np.uint64(8)) / 2**24
        return torch.from_numpy(value_of(u).astype(np.float32)).reshape(shape)


def unary(f):
    def task(on):
        x = on.leaf()
        return lambda: f(x)

    return task


def unary_of_shares(f):
    def task(on):
        x = on.share()
        return lambda: f(x)

    return task


def binary(f, other="same"):
    def task(on):
        x, y = on.leaf(), on.share(1 if other == "row" else on.R, 1 if other == "column" else on.C)
        return lambda: f(x, y)

    return task


def call(f, *inputs_of):
    """f of inputs that are made one after the other."""

    def task(on):
        inputs = [make(on) for make in inputs_of]
        return lambda: f(*inputs)

    return task


leaf, share, mask = Inputs.leaf, Inputs.share, Inputs.mask
