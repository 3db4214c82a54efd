"""A portfolio as a star for tools of analysis: facts by project and period, dimensions beside them, what relates them."""
