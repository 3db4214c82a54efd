"""What is said of the files of other programs."""
