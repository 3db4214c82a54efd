"""The page of one project: the cell of the choice, and what follows it: lights with their reasons, lists, bars in cells."""
