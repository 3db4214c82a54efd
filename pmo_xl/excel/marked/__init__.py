"""The marked copy of a return: its findings, coloured cells and notes; all else as it came."""
