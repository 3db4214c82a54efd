"""What a glossary sheet says at its head, in templates and in the master."""

from __future__ import annotations

from pmo_xl.core.base.text import t

GLOSSARY = t("Glossary", "Glossaire")
GLOSSARY_WORDS = t("The terms of this workbook, in short.", "Les termes de ce classeur, en bref.")
COLUMNS = (
    (t("Term", "Terme"), 34.0),
    (t("In French", "En anglais"), 34.0),
    (t("Meaning", "Signification"), 84.0),
)
"""The heads of its columns and their widths in characters."""
