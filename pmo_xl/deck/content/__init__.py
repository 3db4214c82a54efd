"""What slides are made of, and the run that they tell of."""
