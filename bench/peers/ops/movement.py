"""Joining, cutting, reordering and looking up. Copies are made (`contiguous`) where an operation here copies."""
import torch

from .inputs import call, leaf, unary


def view(f):
    """Of an operation whose result here is a copy."""
    return unary(lambda x: f(x).contiguous())


def pair(f):
    return call(lambda x, y: f([x, y]), leaf, leaf)


movement = {
    "cat": pair(lambda both: torch.cat(both)),
    "cat columns": pair(lambda both: torch.cat(both, 1)),
    "stack": pair(lambda both: torch.stack(both)),
    "stack columns": pair(lambda both: torch.stack(both, 1)),
    "slice": view(lambda x: x[: (len(x) + 1) // 2]),
    "slice columns": view(lambda x: x[:, 64:192]),
    "select": view(lambda x: x.select(0, 0)),
    "select column": view(lambda x: x.select(1, 3)),
    "chunk": view(lambda x: [part.contiguous() for part in x.chunk(2, 1)][0]),
    "split": view(lambda x: [part.contiguous() for part in x.split(64, 1)][0]),
    "transpose": view(lambda x: x.transpose(0, 1)),
    "permute": view(lambda x: x.view(len(x), -1, 16).permute(2, 0, 1)),
    "expand": lambda on: expanded(on, on.leaf(1, on.C)),
    "expand column": lambda on: expanded(on, on.leaf(on.R, 1)),
    "repeat": unary(lambda x: x.repeat(2, 1)),
    "repeat columns": unary(lambda x: x.repeat(1, 2)),
    "flip": unary(lambda x: x.flip(1)),
    "flip rows": unary(lambda x: x.flip(0)),
    "gather": call(lambda x, index: x.gather(1, index), leaf, lambda on: on.classes(on.C, on.R, on.C)),
    "gather rows": call(lambda x, index: x.gather(0, index), leaf, lambda on: on.classes(on.R, on.R, on.C)),
    "view": unary(lambda x: x.view(-1, 16)),
    "reshape": unary(lambda x: x.reshape(-1, 16)),
    "flatten": unary(lambda x: x.flatten()),
    "unsqueeze": unary(lambda x: x.unsqueeze(1)),
    "squeeze": call(lambda x: x.squeeze(1), lambda on: on.leaf(on.R, 1, on.C)),
}


def expanded(on, x):
    return lambda: x.expand(on.R, on.C).contiguous()
