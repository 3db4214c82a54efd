"""The follow-up of the demo projects: status in words, actions, issues, decisions, changes, dependencies."""
