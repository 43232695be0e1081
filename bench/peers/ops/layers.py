"""Products, layers, activations and normalisation."""
import torch
from torch import nn
from torch.nn import functional as F

from .inputs import call, leaf, unary


def linear(I, O):
    return call(F.linear, lambda on: on.leaf(on.R, I), lambda on: on.leaf(O, I), lambda on: on.leaf(O))


def embedding(K, E):
    def task(on):
        weight, x = on.leaf(K, E), on.classes(K, on.R * on.C // E)
        return lambda: F.embedding(x, weight)

    return task


def attention(is_causal):
    """By hand: scaled_dot_product_attention came with PyTorch 2.0."""

    def task(on):
        B, L, E = on.pick((1, 8, 32), (8, 32, 64), (64, 128, 64))
        query, key, value = on.leaf(B, L, E), on.leaf(B, L, E), on.leaf(B, L, E)
        future = torch.ones(L, L, dtype=torch.bool).triu(1)

        def step():
            scores = query @ key.transpose(-2, -1) / E**0.5
            return F.softmax(scores.masked_fill(future, -torch.inf) if is_causal else scores, -1) @ value

        return step

    return task


def matmul_batch(on):
    B = -(-on.R // 32)
    a, b = on.leaf(B, 32, on.C), on.leaf(B, on.C, 32)
    return lambda: a @ b


products = {
    "matmul": call(torch.matmul, leaf, lambda on: on.leaf(on.C, on.C)),
    "matmul batch": lambda on: matmul_batch(on),
    "matmul 512-512-512": call(torch.matmul, lambda on: on.leaf(512, 512), lambda on: on.leaf(512, 512)),
    "linear 256-256": linear(256, 256),
    "linear 512-512": linear(512, 512),
    "linear 32-256": linear(32, 256),
    "linear 128-1": linear(128, 1),
    "scaledDotProductAttention": attention(False),
    "scaledDotProductAttention causal": attention(True),
    "embedding 256x32": embedding(256, 32),
    "embedding 10000x64": embedding(10_000, 64),
    "oneHot": call(lambda x: F.one_hot(x, 256), lambda on: on.classes(256, on.R)),
}


def layer_norm(on):
    x, weight, bias = on.leaf(), on.leaf(on.C), on.leaf(on.C)
    return lambda: F.layer_norm(x, [on.C], weight, bias)


activations = {
    "gelu": unary(F.gelu),
    "gelu tanh": unary(lambda x: F.gelu(x, approximate="tanh")),
    "softmax": unary(lambda x: F.softmax(x, -1)),
    "softmax columns": unary(lambda x: F.softmax(x, 0)),
    "logSoftmax": unary(lambda x: F.log_softmax(x, -1)),
    "logSoftmax columns": unary(lambda x: F.log_softmax(x, 0)),
    "layerNorm": lambda on: layer_norm(on),
    "layerNorm plain": unary(lambda x: F.layer_norm(x, x.shape[1:])),
    "dropout": unary(lambda x: F.dropout(x, 0.5)),
}


def module(make, shape_of, output_of=lambda y: y):
    def task(on):
        shape = shape_of(on)
        x, layer = on.constant(*shape[:-2], shape[-2]), make(*shape[-2:])
        on.leaves.extend(layer.parameters())
        return lambda: output_of(layer(x))

    return task


def recurrent(kind, **options):
    sizes = lambda on: on.pick((1, 10, 1, 32), (32, 20, 8, 32), (64, 50, 8, 64))
    return module(lambda I, H: getattr(nn, kind)(I, H, batch_first=True, **options), sizes, lambda y: y[0])


class MinGRU(nn.Module):
    """z, h~ from one product, then the scan."""
    def __init__(self, I, H):
        super().__init__()
        self.H = H
        self.weight, self.bias = (nn.Parameter(torch.empty(*shape)) for shape in ((2 * H, I), (2 * H,)))
        for p in self.parameters():
            nn.init.uniform_(p, -H ** -0.5, H ** -0.5)

    def forward(self, x):
        a = F.linear(x, self.weight, self.bias)
        z, candidates = torch.sigmoid(a[..., :self.H]), a[..., self.H:]
        h, ys = torch.zeros_like(z[:, 0]), []
        for t in range(x.shape[1]):
            h = torch.lerp(h, candidates[:, t], z[:, t])
            ys.append(h)
        return torch.stack(ys, 1), h


def min_gru():
    sizes = lambda on: on.pick((1, 10, 1, 32), (32, 20, 8, 32), (64, 50, 8, 64))
    return module(MinGRU, sizes, lambda y: y[0])


def cell(kind):
    sizes = lambda on: on.pick((1, 32, 32), (32, 64, 64), (512, 128, 128))
    return module(getattr(nn, f"{kind}Cell"), sizes, lambda y: y[0] if kind == "LSTM" else y)


recurrences = {
    "RNN": recurrent("RNN"),
    "LSTM": recurrent("LSTM"),
    "LSTM bidirectional": recurrent("LSTM", bidirectional=True),
    "GRU": recurrent("GRU"),
    "MinGRU": min_gru(),
    "RNNCell": cell("RNN"),
    "LSTMCell": cell("LSTM"),
    "GRUCell": cell("GRU"),
    "weightNorm": module(lambda I, O: nn.utils.weight_norm(nn.Linear(I, O)), lambda on: (on.R, on.C, on.C)),
}
