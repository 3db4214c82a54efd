"""The Excel reading of an expression: live formulas in the language of the workbook."""
