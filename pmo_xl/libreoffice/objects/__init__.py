"""The objects that xlwings asks for: app, books, sheets, ranges and what lies on them."""
