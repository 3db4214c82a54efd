"""What is said to people: notes and letters to project managers, the definitions in words."""
