"""Makes minGru.json: a minimal GRU in plain PyTorch, step by step. python3 minGru.py > minGru.json"""
import json
import math
import torch

torch.set_num_threads(1)

class MinGRU(torch.nn.Module):
    """h_t = (1 - z_t) h_{t-1} + z_t h~_t; parameters drawn as those of nn.GRU."""
    def __init__(self, I, H, num_layers=1, bias=True, batch_first=False, bidirectional=False):
        super().__init__()
        self.H, self.layers, self.batch_first = H, num_layers, batch_first
        self.ends = ["", "_reverse"] if bidirectional else [""]
        for layer in range(num_layers):
            for end in self.ends:
                inputs = I if layer == 0 else H * len(self.ends)
                for name, shape in (("weight", (2 * H, inputs)), ("bias", (2 * H,))):
                    if name == "bias" and not bias: continue
                    p = torch.nn.Parameter(torch.empty(shape))
                    torch.nn.init.uniform_(p, -1 / math.sqrt(H), 1 / math.sqrt(H))
                    self.register_parameter(f"{name}_ih_l{layer}{end}", p)

    def forward(self, sequences, h0):
        """A list of sequences (T, I) and h0 (L*D, B, H): a list of outputs (T, D*H), and hn."""
        finals = []
        for layer in range(self.layers):
            outputs = []
            for end in self.ends:
                weight = getattr(self, f"weight_ih_l{layer}{end}")
                bias = getattr(self, f"bias_ih_l{layer}{end}", None)
                outputs.append([self.scan(torch.nn.functional.linear(x, weight, bias), h0[len(finals), b], end != "")
                                for b, x in enumerate(sequences)])
                finals.append(torch.stack([y[0 if end else -1] for y in outputs[-1]]))
            sequences = [torch.cat(ys, 1) for ys in zip(*outputs)]
        return sequences, torch.stack(finals)

    def scan(self, gates, h, reverse):
        z, candidate = torch.sigmoid(gates[:, :self.H]), gates[:, self.H:]
        steps = range(len(gates))
        ys = {}
        for t in reversed(steps) if reverse else steps:
            h = (1 - z[t]) * h + z[t] * candidate[t]
            ys[t] = h
        return torch.stack([ys[t] for t in steps])

def array(t):
    return {"shape": list(t.shape), "data": [float(f"{v:.9g}") for v in t.detach().flatten().tolist()]}

cases = []
for seed, (I, H, lengths, options) in enumerate([
    (1, 1, [1], {}),
    (3, 4, [5, 5], {}),
    (2, 5, [6, 6, 6], {"bias": False, "batch_first": True}),
    (3, 4, [4, 4], {"num_layers": 2, "bidirectional": True}),
    (3, 17, [7, 7], {"bidirectional": True, "batch_first": True}),
    (4, 3, [5, 3, 1], {"num_layers": 2, "bidirectional": True}),
    (2, 6, [9, 4, 4, 2], {}),
]):
    torch.manual_seed(seed)
    net = MinGRU(I, H, **options)
    weights = {name: array(p) for name, p in net.named_parameters()}
    xs = [torch.randn(T, I, requires_grad=True) for T in lengths]
    h0 = torch.randn(net.layers * len(net.ends), len(lengths), H, requires_grad=True)
    ys, hn = net(xs, h0)
    cotangents = [torch.randn_like(y) for y in ys] + [torch.randn_like(hn)]
    sum((y * w).sum() for y, w in zip([*ys, hn], cotangents)).backward()
    cases.append({
        "seed": seed, "sizes": [I, H], "lengths": lengths, "options": options, "weights": weights,
        "x": [array(x) for x in xs], "h0": array(h0), "y": [array(y) for y in ys], "hn": array(hn),
        "cotangents": [array(c) for c in cotangents], "dx": [array(x.grad) for x in xs], "dh0": array(h0.grad),
        "gradients": {name: array(p.grad) for name, p in net.named_parameters()},
    })
print(json.dumps({"cases": cases}))
