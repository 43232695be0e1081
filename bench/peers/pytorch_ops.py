"""The operations of bench/ops in PyTorch, timed: SECONDS CASES, cases as JSON; a line of JSON for each."""
import json
import sys
import time

import torch

from ops.arithmetic import arithmetic, choices, maps, reductions
from ops.creation import creation, initialisers
from ops.inputs import Inputs
from ops.layers import activations, products, recurrences
from ops.losses import losses
from ops.movement import movement
from ops.sequences import sequences
from ops.training import clipping, optimisers

families = [
    *(arithmetic, maps, choices, reductions, movement, products, activations),
    *(recurrences, losses, optimisers, clipping, sequences, creation, initialisers),
]
operations = {name: task for family in families for name, task in family.items()}


def lower_quartile(call, seconds):
    """As bench/ops/pace.ts."""
    start, calls, done = time.perf_counter(), 1, 0
    while True:
        before = time.perf_counter()
        for _ in range(calls):
            call()
        took = time.perf_counter() - before
        done += calls
        since = time.perf_counter() - start
        if ((done >= 40 or (done >= 6 and since >= 0.5)) and since >= 2 * seconds) or seconds == 0:
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
        dy = torch.tensor(1.0) if y.dim() == 0 else on.constant(*y.shape)
        backward = through_backward(step, dy, on.leaves)
        backward()
        check.append(magnitude(t.grad for t in on.leaves if t.grad is not None))
        both = lower_quartile(backward, seconds)
    with torch.no_grad():
        return {"name": name, "size": size, "check": check, "both": both, "forward": lower_quartile(step, seconds)}


if __name__ == "__main__":
    torch.set_num_threads(1)
    for case in json.loads(sys.argv[2]):
        print(json.dumps(timed(case["name"], case["size"], float(sys.argv[1]))), flush=True)
