"""The sheets of one workbook: which are ours, where their tables stand, which column is which."""
