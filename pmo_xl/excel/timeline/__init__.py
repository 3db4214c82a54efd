"""Pages over time: the road map of projects, the milestones ahead and how their dates have moved."""
