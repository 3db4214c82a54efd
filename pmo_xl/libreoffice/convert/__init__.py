"""Between Excel's words and LibreOffice's: addresses, formulas, values."""
