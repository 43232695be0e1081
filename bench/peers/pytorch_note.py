"""The note's programs in PyTorch, timed: prints one line of JSON with the microseconds of each training step."""
import json
import sys
import time

import numpy as np
import torch
from torch import nn

cell, warm, steps = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
time_step = 10 if cell == "rnn" else 20
torch.manual_seed(1)
torch.set_num_threads(1)  # at batch 1 a second thread only costs


class RNN(nn.Module):
    def __init__(self):
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


rnn = RNN()
optimizer = torch.optim.Adam(rnn.parameters(), lr=0.02)
loss_func = nn.MSELoss()
h_state = None
if cell == "lstm":
    h_state = (torch.randn(1, 1, 32), torch.randn(1, 1, 32))

micros, loss = [], None
for step in range(warm + steps):
    before = time.perf_counter()
    t = np.linspace(step * np.pi, (step + 1) * np.pi, time_step, dtype=np.float32, endpoint=cell != "rnn")
    x = torch.from_numpy(np.sin(t)[np.newaxis, :, np.newaxis])
    y = torch.from_numpy(np.cos(t)[np.newaxis, :, np.newaxis])
    prediction, h_state = rnn(x, h_state)
    h_state = tuple(s.data for s in h_state) if cell == "lstm" else h_state.data
    loss = loss_func(prediction, y)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    micros.append((time.perf_counter() - before) * 1e6)

print(json.dumps({"micros": micros, "loss": loss.item()}))
