"""Returns of one period into one portfolio, and the rules beyond one row."""
