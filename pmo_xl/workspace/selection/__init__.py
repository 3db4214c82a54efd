"""Choosing projects in a workspace: a scenario solved, and the workbook of its meeting."""
