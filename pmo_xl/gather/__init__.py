"""Reading many workbooks: one by one, side by side, on several computers, or not at all where nothing changed."""
