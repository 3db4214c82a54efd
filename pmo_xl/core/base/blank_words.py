"""What people type where they have nothing to say: it stands for a blank cell."""

from __future__ import annotations

from pmo_xl.core.base.text import fold

NO_WORDS = frozenset(
    fold(words)
    for words in (
        "-", "--", "–", "—", "?", "??", "???", ".", "..", "...", "…", "/", "n/a", "n.a.", "n.a", "tbd", "t.b.d.", "tbc",
        "s.o.", "à définir", "à confirmer", "à compléter", "à préciser", "to be defined", "to be confirmed",
    )
)  # fmt: skip
"""What stands for a blank in any column, and can be nothing else."""

PSEUDO_BLANK = NO_WORDS | frozenset(
    fold(words) for words in ("na", "nc", "nd", "n.d.", "s/o", "néant", "sans objet", "en cadrage", "none", "aucun", "aucune")
)  # fmt: skip
"""What stands for a blank where no free text is asked for; there it may be a word or somebody’s initials."""
