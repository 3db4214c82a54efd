"""The page on what came and what is still owed: by project manager, and project by project."""
