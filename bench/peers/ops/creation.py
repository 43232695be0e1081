"""New tensors, draws, and initialisers of parameters."""
import torch
from torch.nn import init

from .inputs import call, Inputs


def made(make):
    return lambda on: lambda: make(on.R, on.C)


def of_array(on):
    values = on.constant().numpy()
    return lambda: torch.tensor(values)


creation = {
    "tensor": lambda on: of_array(on),
    "zeros": made(torch.zeros),
    "ones": made(torch.ones),
    "full": made(lambda R, C: torch.full((R, C), 1.5)),
    "arange": made(lambda R, C: torch.arange(R * C, dtype=torch.float32)),
    "linspace": made(lambda R, C: torch.linspace(0, 1, R * C)),
    "rand": made(torch.rand),
    "randn": made(torch.randn),
    "randint": made(lambda R, C: torch.randint(10, (R, C))),
    "randperm": made(lambda R, C: torch.randperm(R * C)),
    "multinomial": call(lambda weights: weights.multinomial(1), lambda on: on.share().detach()),
    "multinomial replacement": call(lambda weights: weights.multinomial(4, True), lambda on: on.share().detach()),
}


def filled(fill):
    return call(fill, Inputs.constant)


initialisers = {
    "uniform_": filled(lambda t: init.uniform_(t, -1, 1)),
    "normal_": filled(lambda t: init.normal_(t)),
    "constant_": filled(lambda t: init.constant_(t, 1.5)),
    "zeros_": filled(lambda t: init.zeros_(t)),
    "ones_": filled(lambda t: init.ones_(t)),
    "truncNormal_": filled(lambda t: init.trunc_normal_(t)),
    "eye_": filled(lambda t: init.eye_(t)),
    "sparse_": filled(lambda t: init.sparse_(t, 0.1)),
    "orthogonal_": filled(lambda t: init.orthogonal_(t)),
    "xavierUniform_": filled(lambda t: init.xavier_uniform_(t)),
    "xavierNormal_": filled(lambda t: init.xavier_normal_(t)),
    "kaimingUniform_": filled(lambda t: init.kaiming_uniform_(t)),
    "kaimingNormal_": filled(lambda t: init.kaiming_normal_(t)),
}
