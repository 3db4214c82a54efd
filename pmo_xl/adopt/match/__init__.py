"""Which column of a foreign table may be which field."""
