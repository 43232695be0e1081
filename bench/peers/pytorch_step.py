"""Training steps in PyTorch, timed: WARM SECONDS LEAST TASK..., a TASK being `note,rnn` or `LSTM,B,T,H,I`.

Prints one line of JSON for each task: the microseconds of each measured step, and the last loss. How many threads
there are is for the environment to say: torch.set_num_threads does not reach OpenBLAS.
"""
import json
import sys
import time

import numpy as np
import torch
from torch import nn


class RNN(nn.Module):
    """The note's, verbatim but for the kind of its cell."""

    def __init__(self, cell):
        super().__init__()
        layer = {"rnn": nn.RNN, "lstm": nn.LSTM, "gru": nn.GRU}[cell]
        self.rnn = layer(input_size=1, hidden_size=32, num_layers=1, batch_first=True)
        self.out = nn.Linear(32, 1)

    def forward(self, x, h_state):
        r_out, h_state = self.rnn(x, h_state)
        outs = []
        for t in range(r_out.size(1)):
            outs.append(self.out(r_out[:, t, :]))
        return torch.stack(outs, dim=1), h_state


def note(cell):
    time_step = 10 if cell == "rnn" else 20
    torch.manual_seed(1)
    rnn = RNN(cell)
    optimizer = torch.optim.Adam(rnn.parameters(), lr=0.02)
    loss_func = nn.MSELoss()
    h_state = (torch.randn(1, 1, 32), torch.randn(1, 1, 32)) if cell == "lstm" else None

    def step(k):
        nonlocal h_state
        t = np.linspace(k * np.pi, (k + 1) * np.pi, time_step, dtype=np.float32, endpoint=cell != "rnn")
        x = torch.from_numpy(np.sin(t)[np.newaxis, :, np.newaxis])
        y = torch.from_numpy(np.cos(t)[np.newaxis, :, np.newaxis])
        prediction, h_state = rnn(x, h_state)
        h_state = tuple(s.data for s in h_state) if cell == "lstm" else h_state.data
        loss = loss_func(prediction, y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        return loss.item()

    return step


def batch(cell, B, T, H, I):
    torch.manual_seed(0)
    rnn, out = getattr(nn, cell)(I, H, batch_first=True), nn.Linear(H, 1)
    optimizer = torch.optim.Adam([*rnn.parameters(), *out.parameters()], lr=1e-3)
    loss_func = nn.MSELoss()
    x, y = torch.randn(B, T, I), torch.randn(B, T, 1)

    def step(k):
        loss = loss_func(out(rnn(x)[0]), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        return loss.item()

    return step


def time_steps(step, warm, seconds, least):
    k, micros, loss = 0, [], None
    for budget, fewest in [(warm, 1), (seconds, least)] if warm > 0 else [(seconds, least)]:
        start, micros = time.perf_counter(), []
        while len(micros) < fewest or time.perf_counter() - start < budget:
            before = time.perf_counter()
            loss = step(k)
            micros.append((time.perf_counter() - before) * 1e6)
            k += 1
    return {"micros": micros, "loss": loss}


def print_times(words, step_of):
    pace = float(words[0]), float(words[1]), int(words[2])
    for task in words[3:]:
        print(json.dumps(time_steps(step_of(task), *pace)), flush=True)


def step_of(task):
    name, *rest = task.split(",")
    return note(*rest) if name == "note" else batch(name, *map(int, rest))


if __name__ == "__main__":
    print_times(sys.argv[1:], step_of)
