"""Many readers side by side, and portfolios too large for memory."""
