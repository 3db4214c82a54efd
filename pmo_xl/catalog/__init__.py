"""What a PMO uses and edits: templates, rules, KPIs, charts, further languages.

A further language is one file, ``languages/xx.toml``: its words keyed by the English text. Every such file
is learnt before the first template is defined, so that a label that cannot head a column stops at once.
"""

from __future__ import annotations

import tomllib
from pathlib import Path

from pmo_xl.core.base.problem import DefinitionError
from pmo_xl.core.base.text import learn

LANGUAGES = Path(__file__).with_name("languages")


def learn_languages(folder: Path = LANGUAGES) -> list[str]:
    """Add the language of every ``xx.toml`` in a folder; the codes learnt. An empty word stays English.

    Raises DefinitionError for a file that is no list of words.
    """
    learnt: list[str] = []
    for file in sorted(folder.glob("*.toml")):
        try:
            words = tomllib.loads(file.read_text(encoding="utf-8"))
        except ValueError as problem:
            raise DefinitionError(file.name, str(problem)) from problem
        wrong = next((key for key, word in words.items() if not isinstance(word, str)), None)
        if wrong is not None:
            raise DefinitionError(file.name, f"{wrong!r} needs one text, in quotes")
        learn(file.stem, {key: word for key, word in words.items() if word})
        learnt.append(file.stem)
    return learnt


learn_languages()
