"""Writes the checkpoints in the folder torch/ with PyTorch 1.13 and NumPy 1.24: python3 torchFiles.py."""
import argparse
import collections
import io
import pathlib
import warnings
import zipfile

import numpy as np
import torch

warnings.filterwarnings("ignore")
FOLDER = pathlib.Path(__file__).parent / "torch"
FOLDER.mkdir(exist_ok=True)


def model():
    torch.manual_seed(7)
    return torch.nn.GRU(2, 3)


def save(name, value, **options):
    torch.save(value, FOLDER / f"{name}.pt", **options)


def repack(source, target, method):
    with zipfile.ZipFile(FOLDER / f"{source}.pt") as old, zipfile.ZipFile(FOLDER / f"{target}.pt", "w", method) as new:
        for name in old.namelist():
            new.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), old.read(name), method)


state = model().state_dict()
quantised = torch.quantize_per_tensor(torch.tensor([0.5, 1.0]), 0.1, 10, torch.quint8)
save("beside", {
    "before": argparse.Namespace(lr=0.1, layers=[1, 2]),
    "model": state,
    "scalar": np.float64(0.1), "int": np.int64(2**40 + 1), "flag": np.bool_(True), "array": np.arange(6.0).reshape(2, 3),
    "turned": np.asfortranarray(np.arange(6, dtype=np.int32).reshape(2, 3)), "words": np.array(["a", "b"]),
    "objects": np.array([None, {}], dtype=object), "day": np.datetime64("2020-01-01"),
    "device": torch.device("cuda", 1), "cpu": torch.device("cpu"), "dtype": torch.float16, "layout": torch.strided,
    "set": {3, 4}, "frozen": frozenset([5]), "bytes": b"\x00\xff", "empty": b"", "bytearray": bytearray(b"ab"),
    "path": pathlib.PurePosixPath("runs/first"), "default": collections.defaultdict(list, {"a": [1]}),
    "keys": {(1, "a"): 1, 0.5: 2, True: 3, None: 4, b"k": 5}, "complex": 1 + 2j, "range": range(3), "slice": slice(1, 2),
    "complexes": torch.tensor([1 + 2j]), "sparse": torch.eye(2).to_sparse(), "quantised": quantised,
    "type": torch.nn.GRU, "function": torch.nn.functional.relu, "error": ValueError("no"), "module": torch.nn.Linear(1, 1),
    "deque": collections.deque([1, 2]), "list": [torch.device("cpu"), argparse.Namespace()],
    "created": torch.tensor([1690000001]), "huge": torch.tensor([1e300], dtype=torch.float64),
    "after": {"weight": torch.tensor([4.0])},
})
save("no-weights", argparse.Namespace(lr=0.1))

net = model()
optimizer = torch.optim.AdamW(net.parameters(), lr=0.01)
scheduler = torch.optim.lr_scheduler.OneCycleLR(optimizer, max_lr=0.1, total_steps=12)
x = torch.arange(8.0).reshape(4, 1, 2) / 8


def step():
    optimizer.zero_grad()
    loss = net(x)[0].pow(2).sum()
    loss.backward()
    optimizer.step()
    scheduler.step()
    return loss.item()


for _ in range(3):
    step()
save("one-cycle", {"model": net.state_dict(), "optimizer": optimizer.state_dict(), "scheduler": scheduler.state_dict()})
print([step() for _ in range(4)], scheduler.get_last_lr())

for protocol in (3, 4, 5):
    save(f"protocol-{protocol}", {"model": state, "b": b"\x00\xff", "s": {1}, "n": np.arange(3.0)}, pickle_protocol=protocol)
for protocol in (2, 4):
    value = {"model": state, "turned": torch.arange(6.0).reshape(2, 3).t(), "half": torch.tensor([1.5]).half(),
             "complexes": torch.tensor([1 + 2j]), "extra": argparse.Namespace(lr=0.1)}
    save(f"legacy-{protocol}", value, pickle_protocol=protocol, _use_new_zipfile_serialization=False)
save("legacy-model", torch.nn.Linear(1, 1), _use_new_zipfile_serialization=False)
save("plain", state)
repack("plain", "deflated", zipfile.ZIP_DEFLATED)
(FOLDER / "plain.pt").unlink()

parameter = torch.nn.Parameter(torch.tensor([1.0, 2.0]))
parameter.tag = "shared"
tensor = torch.tensor([3.0])
tensor.note = {"a": 1}
save("attributes", {"parameter": parameter, "tensor": tensor})

torch.jit.save(torch.jit.script(torch.nn.Linear(1, 1)), str(FOLDER / "script.pt"))
