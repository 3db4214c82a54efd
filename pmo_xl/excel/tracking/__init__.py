"""The sheets of the master that track the budget, with their reviews."""
