"""What keeps pmo_xl from working on this computer and in a workspace: the doctor, and where it looks."""
