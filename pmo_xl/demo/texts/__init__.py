"""What the demo says and spends on: texts in both languages."""
