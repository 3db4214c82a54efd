"""Plans and budgets simulated: what their estimates, as ranges, make of a finish and of a cost."""
