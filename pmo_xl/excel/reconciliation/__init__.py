"""The sheets of the master that set a ledger beside the returns."""
