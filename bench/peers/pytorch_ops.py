"""The operations of bench/ops in PyTorch, timed: SECONDS CASES, cases as JSON; a line of JSON for each.

Where an operation here copies and PyTorch returns a view, its copy is made (`contiguous`): what comes next needs it.
"""
import json
import sys
import time

import numpy as np
import torch
from torch.nn import functional as F

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

arithmetic = {
    "add": binary(lambda x, y: x + y),
    "add scalar": unary(lambda x: x + 1.5),
    "add row": binary(lambda x, y: x + y, "row"),
    "add column": binary(lambda x, y: x + y, "column"),
    "sub": binary(lambda x, y: x - y),
    "sub scalar": unary(lambda x: x - 1.5),
    "sub row": binary(lambda x, y: x - y, "row"),
    "sub column": binary(lambda x, y: x - y, "column"),
    "mul": binary(lambda x, y: x * y),
    "mul scalar": unary(lambda x: x * 1.5),
    "mul row": binary(lambda x, y: x * y, "row"),
    "mul column": binary(lambda x, y: x * y, "column"),
    "div": binary(lambda x, y: x / y),
    "div scalar": unary(lambda x: x / 1.5),
    "div row": binary(lambda x, y: x / y, "row"),
    "div column": binary(lambda x, y: x / y, "column"),
    "pow 2": unary(lambda x: x.pow(2)),
    "pow 3": unary(lambda x: x.pow(3)),
    "pow 0.5": unary_of_shares(lambda x: x.pow(0.5)),
    "pow -1.7": unary_of_shares(lambda x: x.pow(-1.7)),
    "pow tensor": call(torch.pow, share, leaf),
}

maps = {
    "neg": unary(torch.neg),
    "exp": unary(torch.exp),
    "log": unary_of_shares(torch.log),
    "sqrt": unary_of_shares(torch.sqrt),
    "abs": unary(torch.abs),
    "sin": unary(torch.sin),
    "cos": unary(torch.cos),
    "tanh": unary(torch.tanh),
    "sigmoid": unary(torch.sigmoid),
    "relu": unary(torch.relu),
    "clone": unary(torch.clone),
}

choices = {
    "clamp": unary(lambda x: x.clamp(-0.5, 0.5)),
    "where": call(torch.where, mask, leaf, leaf),
    "maskedFill": call(lambda x, m: x.masked_fill(m, 0.5), leaf, mask),
    "maskedFill row": call(lambda x, m: x.masked_fill(m, 0.5), leaf, lambda on: on.mask(on.C)),
    "eq": binary(torch.eq),
    "ne": binary(torch.ne),
    "lt": binary(torch.lt),
    "le": binary(torch.le),
    "gt": binary(torch.gt),
    "gt scalar": unary(lambda x: x > 0),
    "gt row": binary(torch.gt, "row"),
    "ge": binary(torch.ge),
}

reductions = {
    "sum": unary(torch.sum),
    "sum rows": unary(lambda x: x.sum(1)),
    "sum columns": unary(lambda x: x.sum(0)),
    "mean": unary(torch.mean),
    "mean rows": unary(lambda x: x.mean(1)),
    "mean columns": unary(lambda x: x.mean(0)),
    "max": unary(torch.max),
    "max rows": unary(lambda x: x.max(1).values),
    "max columns": unary(lambda x: x.max(0).values),
    "min": unary(torch.min),
    "min rows": unary(lambda x: x.min(1).values),
    "argmax": unary(torch.argmax),
    "argmax rows": unary(lambda x: x.argmax(1)),
    "argmin": unary(torch.argmin),
    "argmin rows": unary(lambda x: x.argmin(1)),
    "topk": unary(lambda x: x.topk(10).values),
    "cumsum": unary(lambda x: x.cumsum(1)),
    "cumsum columns": unary(lambda x: x.cumsum(0)),
}

operations = {**arithmetic, **maps, **choices, **reductions}


def lower_quartile(call, seconds):
    """As bench/ops/pace.ts."""
    start, calls, done = time.perf_counter(), 1, 0
    while True:
        before = time.perf_counter()
        for _ in range(calls):
            call()
        took = time.perf_counter() - before
        done += calls
        if (done >= 6 and time.perf_counter() - start >= 2 * seconds) or seconds == 0:
            break
        calls *= 2 if took < 1e-4 else 1
    batch, times, start = max(1, round(1e-4 / (took / calls))), [], time.perf_counter()
    while len(times) < 3 or time.perf_counter() - start < seconds:
        before = time.perf_counter()
        for _ in range(batch):
            call()
        times.append((time.perf_counter() - before) * 1e6 / batch)
    return sorted(times)[len(times) >> 2]


def through_backward(step, dy, leaves):
    def both():
        for leaf in leaves:
            leaf.grad = None
        step().backward(dy)

    return both


def magnitude(tensors):
    return sum(float(t.detach().double().abs().sum()) for t in tensors)


def timed(name, size, seconds):
    torch.manual_seed(0)
    on = Inputs(size)
    step = operations[name](on)
    y = step()
    check, both = [magnitude(on.leaves if y is None else [y])], None
    if y is not None and y.requires_grad:
        backward = through_backward(step, torch.ones_like(y), on.leaves)
        backward()
        check.append(magnitude(t.grad for t in on.leaves if t.grad is not None))
        both = lower_quartile(backward, seconds)
    with torch.no_grad():
        return {"name": name, "size": size, "check": check, "both": both, "forward": lower_quartile(step, seconds)}


if __name__ == "__main__":
    torch.set_num_threads(1)
    for case in json.loads(sys.argv[2]):
        print(json.dumps(timed(case["name"], case["size"], float(sys.argv[1]))), flush=True)
