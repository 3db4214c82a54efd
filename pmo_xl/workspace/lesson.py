"""A lesson: a small workspace with known faults, and a page that sends somebody looking for them."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from pmo_xl.core.base.problem import NothingToDo
from pmo_xl.core.base.text import Text, t
from pmo_xl.demo.lessons import LESSONS, Lesson
from pmo_xl.workspace.blanks import check_language
from pmo_xl.workspace.files import write_text
from pmo_xl.workspace.showcase import FAULTS_FILE, demo, sound_projects

EXERCISE_FILE = t("exercise.md", "exercice.md")


def lesson(folder: Path, number: int, language: str = "en") -> tuple[Path, list[dict[str, Any]]]:
    """Make the workspace of a lesson; its exercise, and the faults with the value that puts each right (``right``).

    The faults are in ``faults.json`` too, for whoever teaches. Raises NothingToDo for a lesson or a language that there
    is none of, and for a folder that holds anything.
    """
    if number not in LESSONS:
        raise NothingToDo(NO_LESSON.fill(number=number, known=list(LESSONS)))
    check_language(language)
    one, spoken = LESSONS[number], "fr" if language == "fr" else "en"
    mistakes = [task.mistake for task in one.tasks]
    _, planted = demo(
        folder,
        one.projects,
        one.seed,
        spoken,
        len(mistakes),
        kinds=one.kinds,
        mistakes=mistakes,
        blanks_of=one.kinds,
    )
    sound = {
        made.project.project_id: made.project.rows
        for made in sound_projects(one.projects, one.seed, spoken, one.kinds, overdue=False)
    }
    faults = [{**fault, "right": _right(fault, sound)} for fault in planted]
    write_text(folder / FAULTS_FILE, json.dumps(faults, ensure_ascii=False, indent=1) + "\n")
    words = "\n".join(_exercise(one, number, spoken)) + "\n"
    return write_text(folder / EXERCISE_FILE.to(spoken), words), faults


def _right(fault: Mapping[str, Any], sound: Mapping[str, Mapping[str, Mapping[str, Any]]]) -> Any:
    """What stood in the cell before the fault was planted, as JSON holds it."""
    what = sound[fault["project"]][fault["table"]][fault["column"]][fault["row"]]
    return what.isoformat() if isinstance(what, dt.date) else what


def _exercise(one: Lesson, number: int, language: str) -> Iterator[str]:
    def say(words: Text) -> str:
        return words.to(language)

    yield f"# {say(LESSON.fill(number=number, title=one.title))}"
    yield ""
    yield say(one.situation)
    yield ""
    yield f"## {say(HOW)}"
    yield ""
    for at, step in enumerate(STEPS, start=1):
        yield f"{at}. {say(step)}"
    yield ""
    yield f"## {say(FIND.fill(n=len(one.tasks)))}"
    yield ""
    for task in one.tasks:
        yield f"- [ ] {say(task.clue)} (`pmo-xl explain {task.mistake.code}`)"
    yield ""
    yield f"## {say(AFTERWARDS)}"
    yield ""
    for question in one.afterwards:
        yield f"- {say(question)}"


NO_LESSON = t(
    "There is no lesson {number}. Choose among: {known}.",
    "Il n’y a pas de leçon {number}. Choisissez parmi : {known}.",
)
LESSON = t("Lesson {number}: {title}", "Leçon {number} : {title}")
HOW = t("How to go about it", "Comment procéder")
STEPS = (
    t("Read the returns first, each in your spreadsheet program, and note what you would ask their authors.",
      "Lisez d’abord les retours dans votre tableur, et notez ce que vous demanderiez à leurs auteurs."),
    t("Tick below what you have found. The *Check* sheet of each workbook helps; each rule is explained by the command beside it.",
      "Cochez ci-dessous ce que vous avez trouvé. La feuille *Contrôle* de chaque classeur aide ; la commande indiquée explique chaque règle."),
    t("In a terminal in this folder, `pmo-xl validate .` names every cell. What did you miss?",
      "Dans un terminal ouvert dans ce dossier, `pmo-xl validate .` nomme chaque cellule. Qu’aviez-vous manqué ?"),
    t("Correct each cell, save, and validate again until nothing is reported. `faults.json` says what stood there before.",
      "Corrigez chaque cellule, enregistrez, et validez à nouveau jusqu’à ce qu’il n’y ait rien à signaler. `faults.json` indique ce qui s’y trouvait."),
    t("`pmo-xl consolidate .` makes the master; answer the questions at the end with it.",
      "`pmo-xl consolidate .` produit le classeur consolidé ; répondez avec lui aux questions de la fin."),
)  # fmt: skip
FIND = t("What to find: {n} faults", "Ce qu’il faut trouver : {n} anomalies")
AFTERWARDS = t("Afterwards", "Pour aller plus loin")
