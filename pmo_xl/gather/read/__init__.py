"""The reading of a run: its files, one by one or many at a time, and the master before it."""
