"""What a further language still lacks: ``python -m pmo_xl.doors.translations de``.

Every English text of the source is found by reading it, so nothing has to be listed twice.
"""

from __future__ import annotations

import ast
import json
import sys
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path

from pmo_xl.catalog import LANGUAGES
from pmo_xl.core.version import PACKAGE_FOLDER

ENGLISH_FIRST = frozenset(
    {
        "t",
        "Text",
        "text",
        "integer",
        "number",
        "amount",
        "signed_amount",
        "percent",
        "date",
        "month",
        "yes_no",
    }
)
"""Calls whose first two arguments are an English and a French text; a ``choice`` names its list before them."""

NOT_SHOWN = ("demo", "doors/docs.py")
"""Where the words are invented data, or those of a page in both languages."""


def english_texts(package: Path = PACKAGE_FOLDER) -> list[str]:
    """Every English text that can be shown, in the order of the source, each once."""
    found: dict[str, None] = {}
    for file in sorted(package.rglob("*.py")):
        if file.relative_to(package).as_posix().startswith(NOT_SHOWN):
            continue
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            found.update(dict.fromkeys(_texts(node)))
    return list(found)


def _texts(node: ast.AST) -> Iterator[str]:
    match node:
        case ast.Call(func=ast.Name(id="choice"), args=[_, en, fr, *_]):
            yield from _pair(en, fr)
        case ast.Call(func=ast.Name(id=name), args=[en, fr, *_]) if name in ENGLISH_FIRST:
            yield from _pair(en, fr)
        case ast.ClassDef(bases=[ast.Name(id="Choice")], body=body):
            for line in body:
                if isinstance(line, ast.Assign) and isinstance(line.value, ast.Tuple):
                    yield from _pair(*line.value.elts[1:3])


def _pair(en: ast.expr, fr: ast.expr) -> Iterator[str]:
    match en, fr:
        case ast.Constant(value=str(words)), ast.Constant(value=str()):
            yield words


def missing(words: Mapping[str, str], package: Path = PACKAGE_FOLDER) -> list[str]:
    """The English texts that a language has no words for; they are shown in English."""
    return [text for text in english_texts(package) if not words.get(text)]


def main(language: str) -> int:
    """Print what is missing as lines to fill in; 0 when nothing is."""
    file = LANGUAGES / f"{language}.toml"
    words = tomllib.loads(file.read_text(encoding="utf-8")) if file.is_file() else {}
    lacking = missing(words)
    for text in lacking:
        sys.stdout.write(f'{json.dumps(text, ensure_ascii=False)} = ""\n')
    return int(bool(lacking))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
