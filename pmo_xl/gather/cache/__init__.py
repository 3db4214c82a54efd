"""What was read before and has not changed; and the log of what nobody foresaw."""
