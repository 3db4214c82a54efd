"""Which set of projects is worth most within a frame: scores, sequence, the exact choice and what limits it."""
