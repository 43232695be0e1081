"""Padding and packing of sequences of unequal length."""
import torch
from torch.nn.utils import rnn


def batch(f):
    def task(on):
        B, T, size = on.pick((4, 8, 8), (32, 16, 32), (64, 128, 64))
        padded, lengths = on.leaf(B, T, size), [T - b * T // (2 * B) for b in range(B)]
        return lambda: f(padded, lengths)

    return task


def separate(f):
    def task(on):
        B, T, size = on.pick((4, 8, 8), (32, 16, 32), (64, 128, 64))
        sequences = [on.leaf(T - b * T // (2 * B), size) for b in range(B)]
        return lambda: f(sequences)

    return task


def pack(padded, lengths):
    return rnn.pack_padded_sequence(padded, lengths, batch_first=True)


sequences = {
    "packPaddedSequence": batch(lambda padded, lengths: pack(padded, lengths).data),
    "padPackedSequence": batch(lambda padded, lengths: rnn.pad_packed_sequence(pack(padded, lengths), True)[0]),
    "packSequence": separate(lambda sequences: rnn.pack_sequence(sequences).data),
    "padSequence": separate(lambda sequences: rnn.pad_sequence(sequences, batch_first=True)),
    "unpadSequence": batch(lambda padded, lengths: rnn.unpad_sequence(padded, torch.tensor(lengths), True)[0]),
    "unpackSequence": separate(lambda sequences: rnn.unpack_sequence(rnn.pack_sequence(sequences))[0]),
}
