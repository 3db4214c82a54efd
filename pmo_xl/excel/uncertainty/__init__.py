"""The workbook of a simulation: what finishes and costs may come to, and what drives them."""
