"""Templates to fill, made from the definitions."""
