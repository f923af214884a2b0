"""A meta graph that TF1's Saver wrote, as a `Program`."""


def read(path):
    raise NotImplementedError


def program_of(meta, inputs, outputs, feeds, loss_collections, update_collections):
    raise NotImplementedError


def zeros(program, names):
    raise NotImplementedError


def encode(meta):
    raise NotImplementedError


def decode(text):
    raise NotImplementedError
