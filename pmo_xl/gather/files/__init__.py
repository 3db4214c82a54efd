"""Where files lie, and when they were saved."""
