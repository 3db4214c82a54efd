"""Where the blocks of a page stand: columns, rows, widths, heights, page breaks. Numbers only."""
