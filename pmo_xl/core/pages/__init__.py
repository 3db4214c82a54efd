"""What the pages of the master show: grids, charts, ranked lists, and the columns that they look at."""
