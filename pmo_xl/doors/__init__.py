"""How a person comes in: the terminal, and Excel."""
