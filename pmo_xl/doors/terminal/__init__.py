"""What the commands of the terminal share: their options, their words, how they begin and end."""
