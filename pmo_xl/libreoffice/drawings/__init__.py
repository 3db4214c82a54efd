"""What lies on top of the cells: charts, pictures, shapes."""
