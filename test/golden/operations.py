"""Makes operations.json: operations of sequence models on ties, edges and random values. python3 operations.py > operations.json"""
import json
import torch
import torch.nn.functional as F

torch.set_num_threads(1)
torch.manual_seed(40)

def array(t):
    t = t.detach().float()
    return {"shape": list(t.shape), "data": t.flatten().tolist()}

def shown(arg):
    return {"tensor": array(arg)} if isinstance(arg, torch.Tensor) else arg

cases = []

def case(name, inputs, args, call):
    """Outputs of call(*inputs), and the gradients of random weights times those that have one."""
    xs = [x.clone().requires_grad_() for x in inputs]
    ys = call(*xs)
    ys = list(ys) if isinstance(ys, (tuple, list)) else [ys]
    graded = [y for y in ys if y.requires_grad]
    weights = [torch.randn_like(y) for y in graded]
    if graded:
        sum((y * w).sum() for y, w in zip(graded, weights)).backward()
    cases.append({
        "name": name, "inputs": [array(x) for x in inputs], "args": [shown(a) for a in args],
        "outputs": [array(y) for y in ys], "cotangents": [array(w) for w in weights],
        "grads": [None if x.grad is None else array(x.grad) for x in xs],
    })

def method(name, x, *args, python=None):
    case(name, [x], args, lambda t: getattr(t, python or name)(*args))

x = torch.randn(2, 3, 4)
ties = torch.tensor([[1.0, 3.0, 3.0, 0.0], [2.0, 2.0, 2.0, 2.0], [-1.0, -1.0, 0.0, -1.0]])
for t in (x, ties):
    for name in ("max", "min"):
        method(name, t)
        method(name, t, 0)
        method(name, t, -1, True)
    for name in ("argmax", "argmin"):
        method(name, t)
        method(name, t, 0)
        method(name, t, 1, True)
method("topk", x, 2)
method("topk", x, 2, 1)
case("topk", [x], [3, {"dim": 0 - 1, "largest": False}], lambda t: t.topk(3, largest=False))
for dim in (0, 1, 2, -1):
    method("cumsum", x, dim)
bounds = torch.tensor([-2.0, -0.5, 0.0, 0.25, 1.0, 3.0])
method("clamp", bounds, -0.5, 1)
method("clamp", bounds, 2, -1)
case("clamp", [bounds], [{"max": 0.25}], lambda t: t.clamp(max=0.25))
case("clamp", [bounds], [{"min": 0}], lambda t: t.clamp(min=0))
for name in ("eq", "ne", "lt", "le", "gt", "ge"):
    method(name, ties, 2)
    method(name, ties, torch.tensor([1.0, 2.0, 3.0, 0.0]))
mask = torch.tensor([True, False, True, False])
case("maskedFill", [x], [mask, -9], lambda t: t.masked_fill(mask, -9))
case("maskedFill", [x], [x > 0, 0.5], lambda t: t.masked_fill(x > 0, 0.5))
case("where", [x, torch.randn(3, 1)], [mask], lambda a, b: torch.where(mask, a, b))
case("where", [torch.randn(4), x], [mask], lambda a, b: torch.where(mask, a, b))
case("gather", [x], [1, torch.tensor([[[0, 2, 1, 0]], [[2, 2, 0, 1]]])], lambda t: t.gather(1, torch.tensor([[[0, 2, 1, 0]], [[2, 2, 0, 1]]])))
case("gather", [ties], [-1, torch.tensor([[0, 0, 3, 1, 0], [2, 2, 2, 2, 1]])], lambda t: t.gather(-1, torch.tensor([[0, 0, 3, 1, 0], [2, 2, 2, 2, 1]])))
method("flip", x, 1)
method("flip", x, [0, -1])
method("chunk", x, 3, 2)
method("chunk", x, 2)
method("split", x, 2, 1)
method("split", x, [1, 3], -1)
method("expand", torch.randn(3, 1), 2, -1, 4)
method("expand", torch.randn(2, 1), [2, 3])
method("repeat", torch.randn(2, 3), 2, 1)
method("repeat", torch.randn(3), [2, 1, 2])
method("flatten", x)
method("flatten", x, 1)
method("flatten", x, 0, 1)
case("oneHot", [], [torch.tensor([[0, 2], [1, 1]])], lambda: F.one_hot(torch.tensor([[0, 2], [1, 1]])))
case("oneHot", [], [torch.tensor([3, 0]), 5], lambda: F.one_hot(torch.tensor([3, 0]), 5))

# Losses. Log-probabilities of ctc_loss are those of logits, through which alone its gradient is the derivative.
def loss(name, inputs, args, options, call):
    for reduction in ("mean", "sum", "none") + (("batchmean",) if name == "klDiv" else ()):
        case(name, inputs, [*args, {**{k: shown(v) for k, v in options.items()}, "reduction": reduction}],
             lambda *xs: call(*xs, reduction))

p = torch.tensor([0.0, 1.0, 0.0, 1.0, 0.3, 0.999])
q = torch.tensor([0.0, 1.0, 0.7, 0.0, 0.6, 1.0])
loss("binaryCrossEntropy", [p], [q], {}, lambda a, r: F.binary_cross_entropy(a, q, reduction=r))
loss("binaryCrossEntropy", [torch.rand(2, 3), torch.rand(2, 3)], [], {}, lambda a, b, r: F.binary_cross_entropy(a, b, reduction=r))
w = torch.rand(3)
loss("binaryCrossEntropy", [torch.rand(2, 3)], [torch.ones(2, 3)], {"weight": w},
     lambda a, r: F.binary_cross_entropy(a, torch.ones(2, 3), weight=w, reduction=r))
logp, logq = torch.randn(2, 3).log_softmax(1), torch.randn(2, 3).log_softmax(1)
zeros = torch.tensor([[0.0, 0.25, 0.75], [0.5, 0.5, 0.0]])
loss("klDiv", [logp], [zeros], {}, lambda a, r: F.kl_div(a, zeros, reduction=r))
loss("klDiv", [logp, logq.exp()], [], {}, lambda a, b, r: F.kl_div(a, b, reduction=r))
loss("klDiv", [logp, logq], [], {"logTarget": True}, lambda a, b, r: F.kl_div(a, b, reduction=r, log_target=True))
def ctc(shape, targets, inputs, counts, options={}):
    targets = torch.tensor(targets)
    python = {"zero_infinity": options.get("zeroInfinity", False), "blank": options.get("blank", 0)}
    loss("ctcLoss", [torch.randn(shape).log_softmax(-1)], [targets, inputs, counts], options,
         lambda a, r: F.ctc_loss(a, targets, torch.tensor(inputs), torch.tensor(counts), reduction=r, **python))
ctc((6, 3, 5), [[1, 2, 3], [3, 3, 0], [4, 0, 0]], [6, 5, 4], [3, 2, 1])
ctc((6, 3, 5), [1, 2, 2, 3, 1, 4], [6, 6, 2], [4, 0, 2])
ctc((5, 2, 4), [[1, 2], [2, 2]], [5, 2], [2, 2], {"zeroInfinity": True})
ctc((5, 2, 4), [[1, 0], [2, 2]], [5, 5], [2, 2], {"blank": 3})
ctc((30, 4), [1, 2, 1, 1, 3, 2], 30, 6)

# Attention: a private function in 1.13, public in 2.0.
def attention(options, **python):
    qkv = [torch.randn(2, 3, 4), torch.randn(2, 5, 4), torch.randn(2, 5, 6)]
    case("scaledDotProductAttention", qkv, [{k: shown(v) for k, v in options.items()}],
         lambda *xs: F._scaled_dot_product_attention(*xs, **python)[0])
attention({})
attention({"isCausal": True}, is_causal=True)
bias = torch.randn(2, 3, 5)
attention({"attnMask": bias}, attn_mask=bias)

def norms(layer, name, dim, *args):
    """A layer with a normalised weight: its printed keys, parameters, output and all gradients."""
    torch.nn.utils.weight_norm(layer, name, dim)
    for p in layer.parameters():
        p.data.mul_(1.5)
    params = {k: array(p) for k, p in layer.named_parameters()}
    y = layer(*args)
    y = y[0] if isinstance(y, tuple) else y
    weight = torch.randn_like(y)
    (y * weight).sum().backward()
    norm = {"name": name, "dim": dim, "x": array(args[0]), "params": params, "y": array(y), "cotangent": array(weight),
            "grads": {k: array(p.grad) for k, p in layer.named_parameters()}, "weight": array(getattr(layer, name))}
    torch.nn.utils.remove_weight_norm(layer, name)
    return {**norm, "keys": list(layer.state_dict())}

weight_norms = {
    "linear": norms(torch.nn.Linear(3, 2), "weight", 0, torch.randn(4, 3)),
    "columns": norms(torch.nn.Linear(3, 2), "weight", 1, torch.randn(4, 3)),
    "whole": norms(torch.nn.Linear(3, 2), "weight", None, torch.randn(4, 3)),
    "gru": norms(torch.nn.GRU(3, 2), "weight_hh_l0", 0, torch.randn(5, 2, 3)),
}

draws = []
def draw(weights, count, replacement):
    runs = []
    for seed in range(8):
        torch.manual_seed(seed)
        indices = torch.multinomial(weights, count, replacement)
        runs.append({"seed": seed, "indices": indices.flatten().tolist(), "next": torch.rand(1).item()})
    draws.append({"weights": array(weights), "count": count, "replacement": replacement, "runs": runs})

letters = torch.softmax(torch.randn(3, 30) * 2, 1)
draw(letters, 1, False)
draw(letters, 30, False)
draw(letters, 40, True)
draw(torch.tensor([0.0, 3.0, 0.0, 1.0, 0.5]), 3, False)
draw(torch.tensor([0.0, 3.0, 0.0, 1.0, 0.5]), 1, True)

torch.manual_seed(41)
a, b = torch.randn(3, 4), torch.randn(4)
a[0, 1] = b[1]
a[2] = b
for name in ("maximum", "minimum"):
    case(name, [a, b], [], getattr(torch, name))
    case(name, [b, a], [], getattr(torch, name))
case("max", [a, b], [], torch.max)
case("min", [a, b], [], torch.min)
for t in (x, ties):
    for name in ("amax", "amin"):
        method(name, t)
        method(name, t, 0)
        method(name, t, [0, -1])
        method(name, t, -1, True)
low, high = torch.tensor([-0.5, -0.2, 0.0, 0.4]), torch.tensor([0.5, -0.3, 0.9, 0.6])
case("clamp", [a, low, high], [], torch.clamp)
case("clamp", [torch.randn(3, 4), a, torch.randn(3, 4)], [], torch.clamp)
case("clamp", [a, low], [], torch.clamp)
case("clamp", [torch.zeros(3, 4), a], [], torch.clamp)
case("where method", [x, torch.randn(3, 1)], [mask], lambda a, b: a.where(mask, b))

print(json.dumps({"cases": cases, "multinomial": draws, "weightNorm": weight_norms}))
