"""Slides as a PowerPoint file: layouts, tables, charts, notes. The only room that knows python-pptx."""
