"""What earlier masters noted, read again."""
