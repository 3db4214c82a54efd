"""A project that has ended: what still stands open, its archive with fingerprints, what others learn from it."""
