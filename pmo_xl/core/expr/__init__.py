"""Expressions: the algebra in which columns, rules and KPIs are written, and its computed reading."""
