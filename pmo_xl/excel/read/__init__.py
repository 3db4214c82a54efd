"""Any workbook people hand in becomes sheets of cells, or one clear reason why not."""
