"""The deck of a committee: the master's figures on slides, native and editable, each with the cell that it stands in."""
