"""What a PMO uses and edits: templates, rules, KPIs, charts, further languages."""
