"""What a meeting settled, brought back into the follow-up of each project."""
