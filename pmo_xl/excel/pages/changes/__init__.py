"""The page on what changed since the period before: in a sentence, by project, milestone by milestone."""
