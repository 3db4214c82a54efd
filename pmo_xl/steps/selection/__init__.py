"""From the lists of the PMO and the returns to a question that can be solved, and from its answer to what people read."""
