"""How a foreign workbook could be read, with what a person has still to say."""
