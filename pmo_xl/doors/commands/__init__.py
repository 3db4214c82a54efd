"""The commands of the terminal. What one needs is imported in it, so that the others answer at once."""
