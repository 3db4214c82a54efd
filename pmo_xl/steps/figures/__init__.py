"""What the portfolio comes to: derived tables, KPIs, what each figure stands on."""
