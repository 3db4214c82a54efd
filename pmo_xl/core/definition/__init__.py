"""What a PMO defines: columns, tables, rules, KPIs, pages; checked when they are defined."""
