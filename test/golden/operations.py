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

print(json.dumps({"cases": cases, "multinomial": draws}))
