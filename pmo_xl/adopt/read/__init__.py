"""Foreign workbooks read through a mapping: the same located sheets that a return of ours gives."""
