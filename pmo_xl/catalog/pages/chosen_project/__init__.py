"""The pages of the project that somebody chooses: its sheet, with the cell of the choice, and its finances."""

from pmo_xl.catalog.pages.chosen_project import finance, sheet

PAGES = (sheet.PAGE, finance.PAGE)
