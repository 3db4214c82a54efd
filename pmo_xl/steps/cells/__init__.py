"""The cells of one sheet: put right where that is certain, else a finding."""
