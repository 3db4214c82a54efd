"""What Typer says of a command line that it does not understand, in the reader's language.

Typer has its sentences in English alone. They are known here by their beginnings; one that is not known stays as it is.
"""

from __future__ import annotations

import re
from typing import Any

from pmo_xl.core.base.text import Text, t

SENTENCES: tuple[tuple[str, Text], ...] = (
    (r"No such option: (?P<what>\S+?)\.?", t("", "Option inconnue : {what}.")),
    (r"No such option: (?P<what>\S+?)\.? (?:Did you mean (?P<near>.+)\?|\(Possible options: (?P<those>.+)\))",
     t("", "Option inconnue : {what}. Vouliez-vous dire {near} ?")),
    (r"No such command (?P<what>'.*?')\.", t("", "Commande inconnue : {what}.")),
    (r"No such command (?P<what>'.*?')\. (?:Did you mean (?P<near>.+)\?|\(Possible commands: (?P<those>.+)\))",
     t("", "Commande inconnue : {what}. Vouliez-vous dire {near} ?")),
    (r"Missing command\.", t("", "Il manque la commande.")),
    (r"Missing argument (?P<what>'.+?')\..*", t("", "Il manque l’argument {what}.")),
    (r"Missing option (?P<what>'.+?')\..*", t("", "Il manque l’option {what}.")),
    (r"Got unexpected extra arguments?(?:\(s\))? \((?P<what>.+)\)", t("", "Arguments en trop : {what}.")),
    (r"Option (?P<what>'.+?') requires an argument\.", t("", "L’option {what} attend une valeur.")),
    (r"Option (?P<what>'.+?') requires (?P<n>\d+) arguments\.", t("", "L’option {what} attend {n} valeurs.")),
    (r"Option (?P<what>'.+?') does not take a value\.", t("", "L’option {what} n’attend pas de valeur.")),
    (r"Invalid value for (?P<what>'.+?'): (?P<why>.+)", t("", "Valeur refusée pour {what} : {why}")),
    (r"Input should be a valid integer.*", t("", "un nombre entier est attendu.")),
    (r"Input should be a valid number.*", t("", "un nombre est attendu.")),
    (r"Input should be greater than or equal to (?P<n>\S+)", t("", "au moins {n} est attendu.")),
    (r"Input should be less than or equal to (?P<n>\S+)", t("", "au plus {n} est attendu.")),
    (r"(?P<what>'.*?') is not one of (?P<those>.+)\.", t("", "{what} n’est pas admis ; sont admis : {those}.")),
    (r"(?:Path|File|Directory) (?P<what>'.+?') does not exist\.", t("", "{what} n’existe pas.")),
)  # fmt: skip
"""The sentences by their pattern; English ones are Typer's own."""


def in_language(sentence: str, language: str) -> str:
    """A sentence of Typer's in another language; as it is where it is not known."""
    if language == "en":
        return sentence
    for pattern, words in SENTENCES:
        if found := re.fullmatch(pattern, sentence, re.DOTALL):
            places = {name: what or "" for name, what in found.groupdict().items()}
            places["near"] = places.get("near") or places.get("those", "")
            if "why" in places:
                places["why"] = in_language(places["why"], language)
            return words.fill(**places).to(language)
    return sentence


def refuse_in(language: str) -> None:
    """Have Typer say in a language what it does not understand."""
    from typer import rich_utils

    usual = rich_utils.rich_format_error

    def told(problem: Any) -> None:
        words = in_language(problem.format_message(), language)
        problem.format_message = lambda: words
        usual(problem)

    rich_utils.__dict__["rich_format_error"] = told
