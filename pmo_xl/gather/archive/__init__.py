"""The periods that are over: kept whole, and asked where the master remembers nothing."""
