"""Excel’s own words, as code asks for them through ``.api``."""
