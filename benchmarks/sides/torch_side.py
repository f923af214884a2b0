"""The peers in PyTorch, as its users write them: the same layers, losses and optimizers on the same batches."""

import itertools
import os

import timing
import torch
from tf1_side import load
from torch import nn
from torch.nn import functional
from torch.nn.utils.rnn import pack_padded_sequence


class Cnn(nn.Module):
    def __init__(self):
        super().__init__()
        self.features = nn.Sequential(
            nn.Conv2d(1, 32, 5, padding=2),
            nn.ReLU(),
            nn.MaxPool2d(2),
            nn.Conv2d(32, 64, 5, padding=2),
            nn.ReLU(),
            nn.MaxPool2d(2),
            nn.Flatten(),
            nn.Linear(7 * 7 * 64, 1024),
            nn.ReLU(),
            nn.Linear(1024, 10),
        )

    def forward(self, batch):
        labels = batch["y_actual"].argmax(1)
        logits = self.features(batch["x"].reshape(-1, 1, 28, 28))
        return functional.cross_entropy(logits, labels, reduction="sum")


class Lstm(nn.Module):
    def __init__(self, units=128):
        super().__init__()
        self.rows, self.lstm, self.out = (
            nn.Linear(28, units),
            nn.LSTM(units, units, batch_first=True),
            nn.Linear(units, 10),
        )

    def forward(self, batch):
        outputs, _ = self.lstm(self.rows(batch["x"]))
        return functional.cross_entropy(self.out(outputs[:, -1]), batch["y"].argmax(1))


class LanguageModel(nn.Module):
    def __init__(self, vocabulary=10000, units=200, layers=2):
        super().__init__()
        self.embedding = nn.Embedding(vocabulary, units)
        self.lstm = nn.LSTM(units, units, layers, batch_first=True)
        self.out = nn.Linear(units, vocabulary)
        self.state = None

    def forward(self, batch):
        outputs, state = self.lstm(self.embedding(batch["input_data"]), self.state)
        self.state = [part.detach() for part in state]
        losses = functional.cross_entropy(
            self.out(outputs).flatten(0, 1), batch["targets"].flatten().long(), reduction="sum"
        )
        return losses / len(batch["targets"])


class Seq2Seq(nn.Module):
    def __init__(self, symbols=30, units=50, layers=2, size=15):
        super().__init__()
        self.source, self.target = nn.Embedding(symbols, size), nn.Embedding(symbols, size)
        self.encoder = nn.LSTM(size, units, layers, batch_first=True)
        self.decoder = nn.LSTM(size, units, layers, batch_first=True)
        self.out = nn.Linear(units, symbols)

    def forward(self, batch):
        lengths = batch["source_sequence_length"].long()
        packed = pack_padded_sequence(self.source(batch["inputs"]), lengths, batch_first=True, enforce_sorted=False)
        _, state = self.encoder(packed)
        targets = batch["targets"].long()
        begun = functional.pad(targets[:, :-1], (1, 0), value=2)
        outputs, _ = self.decoder(self.target(begun), state)
        losses = functional.cross_entropy(self.out(outputs).transpose(1, 2), targets, reduction="none")
        real = torch.arange(targets.shape[1]) < batch["target_sequence_length"][:, None]
        return (losses * real).sum() / real.sum()


PEERS = {
    "cnn_mnist": (Cnn, lambda p: torch.optim.SGD(p, 1e-3), None),
    "lstm_mnist": (Lstm, lambda p: torch.optim.Adam(p, 1e-3), None),
    "ptb_lm": (LanguageModel, lambda p: torch.optim.SGD(p, 1.0), nn.utils.clip_grad_norm_),
    "seq2seq_letters": (Seq2Seq, lambda p: torch.optim.Adam(p, 1e-3), nn.utils.clip_grad_value_),
}


def main(side, name, folder, steps):
    torch.set_num_threads(int(os.environ["OMP_NUM_THREADS"]))
    torch.manual_seed(0)
    make, optimizer_of, clip = PEERS[name]
    model = make()
    optimizer = optimizer_of(model.parameters())
    compute = torch.compile(model) if side == "torch.compile" else model
    _, batches = load(folder)
    turn = itertools.cycle([{k: torch.tensor(v) for k, v in batch.items()} for batch in batches])

    def run(steps):
        for _ in range(steps):
            optimizer.zero_grad()
            compute(next(turn)).backward()
            if clip:
                clip(model.parameters(), 5.0)
            optimizer.step()

    run(10)
    timing.serve(run, steps)


if __name__ == "__main__":
    timing.nursery(main)
