"""What cells hold and how they look: read, written, moved, filled, filtered."""
