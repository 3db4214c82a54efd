"""A workbook as a zip package: its parts, and whether it is safe to open."""
