"""Makes forecast.json: models as published, their starting weights, outputs and every gradient. python3 forecast.py > forecast.json"""
import json, os
import torch
from torch import nn

torch.set_num_threads(1)

def array(t):
    t = t.detach()
    return {"shape": list(t.shape), "data": t.flatten().tolist()}

class NLinear(nn.Module):
    def __init__(self, L, H):
        super().__init__()
        self.Linear = nn.Linear(L, H)
    def forward(self, x):
        last = x[:, -1:, :].detach()
        return self.Linear((x - last).permute(0, 2, 1)).permute(0, 2, 1) + last

class DLinear(nn.Module):
    def __init__(self, L, H, kernel):
        super().__init__()
        self.kernel = kernel
        self.Linear_Seasonal = nn.Linear(L, H)
        self.Linear_Trend = nn.Linear(L, H)
    def forward(self, x):
        lines, pad = x.permute(0, 2, 1), (self.kernel - 1) // 2
        trend = nn.functional.avg_pool1d(nn.functional.pad(lines, (pad, pad), mode="replicate"), self.kernel, 1)
        return (self.Linear_Seasonal(lines - trend) + self.Linear_Trend(trend)).permute(0, 2, 1)

class SegRNN(nn.Module):
    def __init__(self, L, H, C, w, d, dropout):
        super().__init__()
        self.sizes = L, H, C, w, d
        self.valueEmbedding = nn.Sequential(nn.Linear(w, d), nn.ReLU())
        self.rnn = nn.GRU(d, d, batch_first=True)
        self.pos_emb = nn.Parameter(torch.randn(H // w, d // 2))
        self.channel_emb = nn.Parameter(torch.randn(C, d // 2))
        self.predict = nn.Sequential(nn.Dropout(dropout), nn.Linear(d, w))
    def forward(self, x):
        (L, H, C, w, d), B = self.sizes, len(x)
        M = H // w
        last = x[:, -1:, :].detach()
        segments = (x - last).permute(0, 2, 1).reshape(B * C, L // w, w)
        _, h = self.rnn(self.valueEmbedding(segments))
        pairs = [torch.cat([self.pos_emb[m], self.channel_emb[c]]) for _ in range(B) for c in range(C) for m in range(M)]
        _, y = self.rnn(torch.stack(pairs).unsqueeze(1), h.repeat_interleave(M, 1))
        return self.predict(y).view(B, C, H).permute(0, 2, 1) + last

class Recurrent(nn.Module):
    def __init__(self, kind, L, H, C, O, F, hidden, layers, mode):
        super().__init__()
        self.kind, self.H, self.O, self.mode = kind, H, O, mode
        self.rnn = getattr(nn, kind)(C, hidden, layers, batch_first=True)
        n = H if mode == "direct" else 1
        self.head = nn.Linear(hidden + n * F, n * O)
    def forward(self, x, future):
        output, state = self.rnn(x)
        if self.mode == "direct":
            known = torch.cat([output[:, -1], future.flatten(1)], 1)
            return self.head(known).view(len(x), self.H, self.O)
        ahead = []
        for h in range(self.H):
            ahead.append(self.head(torch.cat([output[:, -1], future[:, h]], 1)))
            output, state = self.rnn(torch.cat([ahead[-1], future[:, h]], 1).unsqueeze(1), state)
        return torch.stack(ahead, 1)

def case(name, options, seed, make, shape, future=None):
    torch.manual_seed(seed)
    model = make()
    init = {k: array(p) for k, p in model.named_parameters()}
    x = torch.randn(*shape, requires_grad=True)
    f = [] if future is None else [torch.randn(*future, requires_grad=True)]
    torch.manual_seed(seed + 100)  # dropout draws from here
    y = model(x, *f)
    w = torch.randn(y.shape)
    (y * w).sum().backward()
    return {"name": name, "options": options, "seed": seed, "params": init, "x": array(x),
            "future": array(f[0]) if f else None, "y": array(y), "cotangent": array(w), "dx": array(x.grad),
            "dfuture": array(f[0].grad) if f else None, "dparams": {k: array(p.grad) for k, p in model.named_parameters()}}

def seg(L, H, C, w, d, p):
    return {"lookback": L, "horizon": H, "channels": C, "segment": w, "width": d, "dropout": p}

def rec(cell, mode, **more):
    return {"lookback": 5, "horizon": 3, "cell": cell, "mode": mode, "hidden": 6, **more}

cases = [
    case("NLinear", {"lookback": 7, "horizon": 4}, 1, lambda: NLinear(7, 4), (2, 7, 3)),
    case("DLinear", {"lookback": 30, "horizon": 5}, 2, lambda: DLinear(30, 5, 25), (2, 30, 2)),
    case("DLinear", {"lookback": 6, "horizon": 4, "kernel": 9}, 3, lambda: DLinear(6, 4, 9), (2, 6, 3)),
    case("SegRNN", seg(8, 6, 3, 2, 8, 0), 4, lambda: SegRNN(8, 6, 3, 2, 8, 0.0), (2, 8, 3)),
    case("SegRNN", seg(12, 12, 1, 4, 6, 0.5), 5, lambda: SegRNN(12, 12, 1, 4, 6, 0.5), (5, 12, 1)),
    case("RecurrentForecaster", rec("lstm", "direct", channels=3, targets=2, covariates=2, layers=2), 6,
         lambda: Recurrent("LSTM", 5, 3, 3, 2, 2, 6, 2, "direct"), (2, 5, 3), (2, 3, 2)),
    case("RecurrentForecaster", rec("gru", "recursive", channels=3, targets=2, covariates=1, layers=2), 7,
         lambda: Recurrent("GRU", 5, 3, 3, 2, 1, 6, 2, "recursive"), (2, 5, 3), (2, 3, 1)),
    case("RecurrentForecaster", rec("rnn", "recursive", channels=2, targets=1, covariates=1, layers=1), 8,
         lambda: Recurrent("RNN", 5, 3, 2, 1, 1, 6, 1, "recursive"), (3, 5, 2), (3, 3, 1)),
]
print(json.dumps(cases), flush=True)
os._exit(0)
