"""What is done with what was read: pure functions over rows and frames; no file, no Excel."""
