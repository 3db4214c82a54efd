"""The sheet of the run: what a master was made from, by which settings, and what the organisation decided for all projects."""
