"""The words themselves: French typography, and terms of which there is one only."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "pmo_xl"
INVENTED = "demo"
"""Data that people would have typed, plain spaces included."""
SIGNS = re.compile(r" [:;?!»]|« ")
"""What French sets apart by a space that no line breaks at: here by a plain one."""


@cache
def pairs() -> list[tuple[str, str, str]]:
    """Every call with an English and a French text: where it stands, and both."""
    return list(_pairs())


def _pairs() -> Iterator[tuple[str, str, str]]:
    for file in sorted(PACKAGE.rglob("*.py")):
        where = file.relative_to(PACKAGE)
        if where.parts[0] == INVENTED:
            continue
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            texts: list[ast.expr] = []
            if isinstance(node, ast.Call):
                name = node.func.id if isinstance(node.func, ast.Name) else ""
                texts = node.args[1:3] if name == "choice" else node.args[:2]
                if name not in {"t", "Text", "choice"} and not name.islower():
                    continue
            elif isinstance(node, ast.Tuple) and len(node.elts) >= 3:
                texts = node.elts[1:3]  # the values of a list: key, English, French
            words = [said(text) for text in texts]
            if len(words) == 2 and all(words):
                yield f"{where}:{node.lineno}", words[0], words[1]


def said(text: ast.expr) -> str:
    """The words of a text, its filled places as a dot; empty for anything else."""
    match text:
        case ast.Constant(value=str(words)):
            return words
        case ast.JoinedStr(values=parts):
            return "".join(said(part) or "·" for part in parts)
    return ""


def is_french(words: str) -> bool:
    """Whether a second text is French prose rather than a key or a format."""
    return bool(re.search(r"[éèêàçùœ’«»]|\b(le|la|les|un|une|des|du|est|pas|et|de)\b", words))


def test_french_has_no_break_before_high_signs() -> None:
    """A colon, a semicolon, a question or exclamation mark and guillemets never begin or end a line alone."""
    found = [(where, fr) for where, _, fr in pairs() if SIGNS.search(fr) and is_french(fr)]
    assert found == []


@pytest.mark.parametrize(
    "former",
    ["classeur maître", "devise de reporting", "devise de restitution", "devise du portefeuille", "n’a pas rendu", "ne dit rien", "Peut partir", "Pas prêt"],
)  # fmt: skip
def test_a_french_term_that_was_given_up_is_gone(former: str) -> None:
    """One term for one thing: what was put aside comes back nowhere."""
    assert [where for where, _, fr in pairs() if former.casefold() in fr.casefold()] == []


@pytest.mark.parametrize("former", ["landing", "unless said", "anew, as"])
def test_an_english_term_that_was_given_up_is_gone(former: str) -> None:
    """A calque of “atterrissage”, and sentences that give no form."""
    calls = [(where, en) for where, en, _ in pairs() if former in en.casefold()]
    # A label that a column had is still read by.
    assert [where for where, en in calls if en != "Landing date"] == []
