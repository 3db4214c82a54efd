"""The workbook of a selection: the page of the meeting, alignment, scores, and the rows under its live formulas."""
