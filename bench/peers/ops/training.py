"""Optimisers and gradient clipping."""
import torch
from torch import nn
from torch.nn import functional as F


def steps(kind, **options):
    def task(on):
        optimizer = getattr(torch.optim, kind)(on.parameters(), **options)
        return lambda: optimizer.step()

    return task


def lbfgs(on):
    x, y = on.leaf(), on.constant()
    optimizer = torch.optim.LBFGS([x], lr=1e-3, max_iter=4)

    def closure():
        optimizer.zero_grad()
        loss = F.mse_loss(x, y)
        loss.backward()
        return loss

    def step():
        optimizer.step(closure)

    return step


optimisers = {
    "SGD": steps("SGD", lr=1e-3),
    "SGD momentum": steps("SGD", lr=1e-3, momentum=0.9),
    "SGD nesterov": steps("SGD", lr=1e-3, momentum=0.9, nesterov=True, weight_decay=1e-4),
    "Adam": steps("Adam"),
    "Adam amsgrad": steps("Adam", amsgrad=True, weight_decay=1e-4),
    "AdamW": steps("AdamW"),
    "NAdam": steps("NAdam"),
    "RAdam": steps("RAdam"),
    "RMSprop": steps("RMSprop"),
    "RMSprop centered": steps("RMSprop", centered=True, momentum=0.9),
    "Adagrad": steps("Adagrad"),
    "Adadelta": steps("Adadelta"),
    "Adamax": steps("Adamax"),
    "LBFGS": lambda on: lbfgs(on),
}


def clips(clip):
    def task(on):
        parameters = on.parameters()

        def step():
            clip(parameters)

        return step

    return task


clipping = {
    "clipGradNorm": clips(lambda parameters: nn.utils.clip_grad_norm_(parameters, 1)),
    "clipGradNorm infinity": clips(lambda parameters: nn.utils.clip_grad_norm_(parameters, 1, torch.inf)),
    "clipGradValue": clips(lambda parameters: nn.utils.clip_grad_value_(parameters, 0.5)),
}
