"""Training steps of whole models in PyTorch, timed: WARM SECONDS LEAST TASK..., a TASK being `note,rnn`, a model or `segrnn,B`.

Weights and data are those of bench/models, so the losses are, too.
"""
import sys

import torch
from torch import nn
from torch.nn import functional as F
from torch.nn.utils.rnn import pack_padded_sequence

from ops.inputs import Inputs
from pytorch_step import note, print_times


def trained(model, lr, loss_of, clip=None):
    optimizer = torch.optim.Adam(model.parameters(), lr=lr)

    def step(k):
        loss = loss_of()
        optimizer.zero_grad()
        loss.backward()
        if clip is not None:
            nn.utils.clip_grad_norm_(model.parameters(), clip)
        optimizer.step()
        return loss.item()

    return step


class Characters(nn.Module):
    def __init__(self):
        super().__init__()
        self.embedding = nn.Embedding(256, 32)
        self.gru = nn.GRU(32, 64, batch_first=True)
        self.hidden, self.out = nn.Linear(64, 32), nn.Linear(32, 256)

    def forward(self, x):
        return self.out(self.hidden(self.gru(self.embedding(x))[0]).relu())


def characters():
    B, T = 32, 64
    model, on = Characters(), Inputs("middling")
    x, y = on.classes(256, B, T), on.classes(256, B * T)
    return trained(model, 1e-3, lambda: F.cross_entropy(model(x).view(B * T, 256), y))


class Classifier(nn.Module):
    def __init__(self):
        super().__init__()
        self.embedding = nn.Embedding(2000, 64)
        self.lstm = nn.LSTM(64, 64, num_layers=2, bidirectional=True, batch_first=True)
        self.out = nn.Linear(128, 5)

    def forward(self, x, lengths):
        packed = pack_padded_sequence(self.embedding(x), lengths, batch_first=True, enforce_sorted=False)
        _, (h, _) = self.lstm(packed)
        return self.out(torch.cat([h[2], h[3]], 1))


def classifier():
    B, T = 32, 50
    model, on = Classifier(), Inputs("middling")
    x, y = on.classes(2000, B, T), on.classes(5, B)
    lengths = [T] + [10 + b * 17 % 41 for b in range(1, B)]
    return trained(model, 1e-3, lambda: F.cross_entropy(model(x, lengths), y))


class Translation(nn.Module):
    def __init__(self):
        super().__init__()
        self.source, self.target = nn.Embedding(200, 64), nn.Embedding(200, 64)
        self.encoder = nn.GRU(64, 128, batch_first=True)
        self.decoder = nn.GRU(64, 128, batch_first=True)
        self.mix, self.out = nn.Linear(256, 128), nn.Linear(128, 200)

    def forward(self, x, before):
        states, h = self.encoder(self.source(x))
        y, _ = self.decoder(self.target(before), h)
        scores = y @ states.transpose(1, 2) / y.shape[-1] ** 0.5
        return self.out(self.mix(torch.cat([y, F.softmax(scores, -1) @ states], 2)).tanh())


def translation():
    B, T = 32, 20
    model, on = Translation(), Inputs("middling")
    x, before, y = on.classes(200, B, T), on.classes(200, B, T), on.classes(200, B * T)
    return trained(model, 1e-3, lambda: F.cross_entropy(model(x, before).view(B * T, 200), y))


class Forecaster(nn.Module):
    def __init__(self, horizon):
        super().__init__()
        self.rnn, self.head = nn.GRU(1, 64, batch_first=True), nn.Linear(64, horizon)

    def forward(self, x):
        last = x[:, -1:].detach()
        return self.head(self.rnn(x - last)[0][:, -1]).unsqueeze(2) + last


def forecaster():
    B, lookback, horizon = 32, 48, 24
    model, on = Forecaster(horizon), Inputs("middling")
    x, y = on.constant(B, lookback, 1), on.constant(B, horizon, 1)
    return trained(model, 3e-3, lambda: F.huber_loss(model(x), y), 1)


class SegRNN(nn.Module):
    """With a step of the GRU for every segment ahead of every channel, as published."""

    def __init__(self, lookback, horizon, channels, segment, width):
        super().__init__()
        self.channels, self.segment, self.segments, self.width = channels, segment, horizon // segment, width
        self.embed = nn.Sequential(nn.Linear(segment, width), nn.ReLU())
        self.rnn = nn.GRU(width, width, batch_first=True)
        self.position = nn.Parameter(torch.randn(self.segments, width // 2))
        self.channel = nn.Parameter(torch.randn(channels, width // 2))
        self.predict = nn.Sequential(nn.Dropout(0.5), nn.Linear(width, segment))

    def forward(self, x):
        B, C, M, d = x.shape[0], self.channels, self.segments, self.width
        last = x[:, -1:].detach()
        segments = (x - last).permute(0, 2, 1).reshape(B * C, -1, self.segment)
        _, h = self.rnn(self.embed(segments))
        position = self.position.unsqueeze(0).expand(C, M, d // 2)
        embedded = torch.cat([position, self.channel.unsqueeze(1).expand(C, M, d // 2)], -1)
        ahead = embedded.view(-1, 1, d).repeat(B, 1, 1)
        _, y = self.rnn(ahead, h.repeat(1, 1, M).view(1, -1, d))
        return self.predict(y).view(B, C, -1).permute(0, 2, 1) + last


def segrnn(B=256):
    lookback, horizon, channels = 96, 96, 7
    model, on = SegRNN(lookback, horizon, channels, 24, 512), Inputs("middling")
    x, y = on.constant(B, lookback, channels), on.constant(B, horizon, channels)
    return trained(model, 1e-3, lambda: F.mse_loss(model(x), y))


models = {
    "characters": characters,
    "classifier": classifier,
    "translation": translation,
    "forecaster": forecaster,
    "segrnn": segrnn,
}


def step_of(task):
    torch.manual_seed(0)
    name, *rest = task.split(",")
    return note(*rest) if name == "note" else models[name](*map(int, rest))


if __name__ == "__main__":
    print_times(sys.argv[1:], step_of)
