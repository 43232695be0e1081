"""The losses of the note's programs under the seeds given, in float32 and float64: one line of JSON for each."""
import json
import sys

import numpy as np
import torch
from torch import nn

torch.set_num_threads(1)
programs = [("RNN", 10, False, False), ("LSTM", 20, True, True), ("GRU", 20, True, True), ("RNN", 20, True, False)]


def losses(kind, time_step, endpoint, random_state, seed, dtype):
    torch.manual_seed(seed)
    rnn, out = getattr(nn, kind)(1, 32, batch_first=True), nn.Linear(32, 1)
    h = None
    if random_state:
        h = (torch.randn(1, 1, 32), torch.randn(1, 1, 32)) if kind == "LSTM" else (torch.randn(1, 1, 32),)
        h = tuple(state.to(dtype) for state in h)
    rnn, out = rnn.to(dtype), out.to(dtype)  # the same float32 weights to start from
    optimizer = torch.optim.Adam([*rnn.parameters(), *out.parameters()], lr=0.02)
    result = []
    for k in range(100):
        t = np.linspace(k * np.pi, (k + 1) * np.pi, time_step, dtype=np.float32, endpoint=endpoint)
        x, y = (torch.from_numpy(f(t)[None, :, None]).to(dtype) for f in (np.sin, np.cos))
        r_out, h = rnn(x, h if kind == "LSTM" or h is None else h[0])
        h = tuple(state.detach() for state in h) if kind == "LSTM" else (h.detach(),)
        prediction = torch.stack([out(r_out[:, step, :]) for step in range(time_step)], dim=1)
        loss = nn.functional.mse_loss(prediction, y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        result.append(loss.item())
    return result


for seed in map(int, sys.argv[1:]):
    for kind, time_step, endpoint, random_state in programs:
        program = (kind, time_step, endpoint, random_state, seed)
        entry = {"cell": kind.lower(), "timeStep": time_step, "endpoint": endpoint, "random": random_state, "seed": seed}
        print(json.dumps({**entry, "float32": losses(*program, torch.float32), "float64": losses(*program, torch.float64)}))
