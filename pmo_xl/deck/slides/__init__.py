"""The slides of a deck, one entry each: what it shows of the run, and what it says where there is nothing to show."""
