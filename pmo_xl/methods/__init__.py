"""The mathematics of the domain: plain functions and tables of definitions, without a file or a workbook."""
