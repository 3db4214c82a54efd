"""Pages put together from their blocks, and the table of contents over all sheets."""
