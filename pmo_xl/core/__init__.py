"""What things are: words, columns, expressions, findings. Imports nothing of ours above it."""
