"""A selection of projects as a value: what is asked, and what came of it."""
