"""Workbooks that are not ours: find the table, match its headers to a template, read through what was agreed."""
