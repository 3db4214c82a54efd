"""What the sheets of the master share, its data sheets, and the sheets about the run."""
