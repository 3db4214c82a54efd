"""The pages of the master that people read: dashboard, pages, one project, their lists, grids and charts."""
