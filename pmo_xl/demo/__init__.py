"""A realistic, reproducible portfolio to show, learn and test with, and faults planted in it."""
