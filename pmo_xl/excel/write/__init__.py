"""How workbooks are written: cells, styles, whole columns at once."""
