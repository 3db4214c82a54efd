"""Excel templates for projects, validated and consolidated into a portfolio master workbook."""

__version__ = "0.1.0"
