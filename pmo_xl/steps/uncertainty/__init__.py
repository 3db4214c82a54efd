"""From the returns of a period to what its finishes and costs may come to."""
