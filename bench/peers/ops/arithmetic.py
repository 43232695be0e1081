"""Arithmetic, maps, comparisons and reductions."""
import torch

from .inputs import binary, call, leaf, mask, share, unary, unary_of_shares

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
    "maximum": binary(torch.maximum),
    "minimum": binary(torch.minimum),
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
    "amax": unary(lambda x: x.amax(1)),
    "amin": unary(lambda x: x.amin(1)),
    "argmax": unary(torch.argmax),
    "argmax rows": unary(lambda x: x.argmax(1)),
    "argmin": unary(torch.argmin),
    "argmin rows": unary(lambda x: x.argmin(1)),
    "topk": unary(lambda x: x.topk(10).values),
    "cumsum": unary(lambda x: x.cumsum(1)),
    "cumsum columns": unary(lambda x: x.cumsum(0)),
}
