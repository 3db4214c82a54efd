"""What is handed to a person or to a meeting: the list of what somebody has open, the sheet of the minutes."""
