"""What a text means that was typed where a number, a date or a level was asked for."""
