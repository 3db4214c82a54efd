"""What a PMO hands to a person or to a meeting: the list of each owner, the sheet of the minutes."""
