"""Blocks about follow-ups: statuses by dimension, who does what by when, who waits for whom, what a committee looks at."""
