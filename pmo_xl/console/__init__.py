"""The control workbook that a PMO clicks in: its buttons, macros, ribbon and sheets, built from text."""
