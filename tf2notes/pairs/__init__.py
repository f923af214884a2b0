"""How the two sides of each training example are put next to each other: one file an example, with ``pair()``."""
