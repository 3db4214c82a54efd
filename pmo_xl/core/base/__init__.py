"""What everything stands on: words in each language, problems, findings, files, days, packing."""
