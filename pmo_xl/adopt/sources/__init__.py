"""Files of project software and of ticket systems, read into the rows of our templates."""
