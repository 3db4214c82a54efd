"""The checks that no sheet brings, and what a PMO may decide about rules."""
