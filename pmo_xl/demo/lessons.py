"""Four short lessons: what each is about, the faults that are planted for it, and what its exercise asks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pmo_xl.core.base.finding import Severity
from pmo_xl.core.base.text import Text, t
from pmo_xl.demo.draft import Draft
from pmo_xl.demo.mistakes import Mistake, Way, cell
from pmo_xl.demo.plan import Row
from pmo_xl.demo.weekdays import last_workday, workday

ERROR, WARNING = Severity.ERROR, Severity.WARNING


@dataclass(frozen=True, slots=True)
class Task:
    """One fault of a lesson: what it is, and the words that send somebody looking for it without naming the cell."""

    mistake: Mistake
    clue: Text


@dataclass(frozen=True, slots=True)
class Lesson:
    """A workspace to practise in: ``kinds`` of return of so many ``projects``, and what is wrong in them.

    ``afterwards`` are questions that the master answers once all is put right.
    """

    title: Text
    situation: Text
    kinds: Sequence[str]
    projects: int
    seed: int
    tasks: Sequence[Task]
    afterwards: Sequence[Text]


def _task(code: str, severity: Severity, way: Way, clue: Text) -> Task:
    return Task(Mistake(code.lower(), code, severity, (way,)), clue)


def _nothing(draft: Draft, row: Row) -> None:
    return None


def _days_from_today(days: int) -> Any:
    """That many working days after the last one before the status date; before it where negative."""
    return lambda draft, row: workday(last_workday(draft.status_date), days)


def _words(english: str, french: str) -> Any:
    return lambda draft, row: french if draft.french else english


def _in_progress(draft: Draft, row: Row) -> bool:
    return bool(row["type"] == "task" and 0 < row["pct_complete"] < 1)


def _to_come(draft: Draft, row: Row) -> bool:
    return bool(row["type"] == "task" and row["pct_complete"] == 0)


def _finished(draft: Draft, row: Row) -> bool:
    done = row["type"] == "task" and row["finish_actual"] is not None
    # Of a closed project the sheet would say that a task is open again.
    return bool(done and draft.project.record["rag_declared"] != "blue")


def _is(**wanted: Any) -> Any:
    """Whether a row holds one of these values in each of these columns."""
    return lambda draft, row: all(row.get(column) in values for column, values in wanted.items())


def _open_action(draft: Draft, row: Row) -> bool:
    """One that was opened early enough to be overdue by a week."""
    return row["status"] in ("open", "in_progress") and row["opened_on"] < workday(
        last_workday(draft.status_date), -5
    )


def _two_owners(draft: Draft, row: Row) -> str:
    other = draft.project.manager if draft.project.manager != row["owner"] else draft.project.sponsor
    return f"{row['owner']} / {other}"


PLAN = Lesson(
    t("Fill and correct a plan", "Remplir et corriger un planning"),
    t("Three project managers have sent their plans as of the status date. Each of them typed in a hurry.",
      "Trois chefs de projet ont envoyé leur planning à la date d’arrêté. Chacun l’a rempli à la hâte."),
    ("plan",), 3, 1,
    (
        _task("FLD-01", ERROR, cell("plan", "owner", _nothing, _to_come), t("A task that nobody answers for.", "Une tâche dont personne ne répond.")),
        _task("FLD-02", ERROR, cell("plan", "start_baseline", _words("soon", "bientôt"), _to_come, raw=True),
              t("A date that no calendar knows.", "Une date qu’aucun calendrier ne connaît.")),
        _task("FLD-06", WARNING, cell("plan", "pct_complete", lambda draft, row: float(round(row["pct_complete"] * 100)), _in_progress),
              t("Progress typed without its percent sign.", "Un avancement saisi sans le signe %.")),
        _task("PLN-01", ERROR, cell("plan", "finish_baseline", lambda draft, row: workday(row["start_baseline"], -3), _to_come),
              t("A task that was to finish before it began.", "Une tâche censée finir avant d’avoir commencé.")),
        _task("PLN-05", ERROR, cell("plan", "finish_actual", _nothing, _finished),
              t("Work that is done, on a day that nobody noted.", "Un travail terminé, à une date que personne n’a notée.")),
        _task("PLN-06", ERROR, cell("plan", "start_actual", _nothing, _in_progress),
              t("Progress on a task that never began.", "Un avancement sur une tâche qui n’a jamais démarré.")),
    ),
    (
        t("Which project slips most, and which milestone will the committee ask about first?",
          "Quel projet glisse le plus, et sur quel jalon le comité s’arrêtera-t-il d’abord ?"),
        t("Why is the forecast finish of a task in progress more useful than its % complete?",
          "Pourquoi la fin prévisionnelle d’une tâche en cours est-elle plus utile que son % d’avancement ?"),
    ),
)  # fmt: skip

RISKS = Lesson(
    t("Keep a risk register", "Tenir un registre des risques"),
    t("The registers of three projects go to the steering committee tomorrow. Read them as its chair would.",
      "Les registres de trois projets partent demain au comité de pilotage. Lisez-les comme le ferait son président."),
    ("risks",), 3, 2,
    (
        _task("FLD-03", ERROR, cell("risks", "category", _words("Suppliers", "Fournisseurs"), raw=True),
              t("A category of somebody’s own making.", "Une catégorie inventée par son auteur.")),
        _task("FLD-05", ERROR, cell("risks", "impact_in", lambda draft, row: 7, _is(status=("open", "escalated"))),
              t("A rating that outranks all others.", "Une cotation qui passe devant toutes les autres.")),
        _task("RSK-04", ERROR, cell("risks", "date_closed", _nothing, _is(status=("closed",))),
              t("A risk that left the register, nobody knows when.", "Un risque sorti du registre, on ne sait quand.")),
        _task("RSK-06", WARNING, cell("risks", "due_date", _days_from_today(-10), _is(status=("open", "escalated"))),
              t("A response whose day has gone by.", "Une réponse dont l’échéance est passée.")),
        _task("RSK-08", ERROR, cell("risks", "owner", _two_owners),
              t("A risk that two people answer for, and so nobody.", "Un risque dont deux personnes répondent, donc personne.")),
    ),
    (
        t("What do the open threats cost if they occur as often as expected, and does the contingency reserve cover it?",
          "Combien coûtent les menaces ouvertes, pondérées par leur probabilité, et la provision pour aléas suffit-elle ?"),
        t("Which response would you drop because it costs more than it saves?",
          "À quelle réponse renonceriez-vous parce qu’elle coûte plus qu’elle ne rapporte ?"),
    ),
)  # fmt: skip

BUDGET = Lesson(
    t("Budget and earned value", "Budget et valeur acquise"),
    t("Two projects report plan and budget. Until the faults are gone, their cost performance cannot be trusted.",
      "Deux projets rendent planning et budget. Tant que les anomalies subsistent, leur performance des coûts n’est pas fiable."),
    ("plan", "budget"), 2, 3,
    (
        _task("FLD-02", ERROR, cell("plan", "pct_complete", _words("half", "moitié"), _in_progress, raw=True),
              t("Progress in words: no value can be earned on it.", "Un avancement en toutes lettres : aucune valeur acquise n’en sort.")),
        _task("PLN-33", ERROR, cell("plan", "cost_baseline", _nothing, _to_come),
              t("A task that is worth nothing, though it is to be paid.", "Une tâche sans valeur, bien qu’il faille la payer.")),
        _task("FLD-05", ERROR, cell("budget", "invoiced", lambda draft, row: -row["invoiced"], lambda draft, row: bool(row.get("invoiced"))),
              t("A supplier who seems to have paid us.", "Un fournisseur qui semble nous avoir payés.")),
        _task("BUD-15", WARNING, cell("budget", "capex_opex", lambda draft, row: "capex", _is(category=("training", "travel"))),
              t("A course or a journey among the assets.", "Une formation ou un déplacement parmi les immobilisations.")),
    ),
    (
        t("Which project has the lower CPI, and what would it cost in the end if it went on so?",
          "Quel projet a l’IPC le plus bas, et quel serait son coût final à ce rythme ?"),
        t("Compare that figure with the estimate of its manager: which of the two would you tell the committee?",
          "Comparez ce chiffre à l’atterrissage déclaré : lequel des deux présenteriez-vous au comité ?"),
    ),
)  # fmt: skip

COMMITTEE = Lesson(
    t("Prepare a committee: status, actions, decisions", "Préparer un comité : météo, actions, décisions"),
    t("Three projects have filled their follow-up. The steering committee meets in two days and reads nothing twice.",
      "Trois projets ont rempli leur suivi. Le comité de pilotage se réunit dans deux jours et ne lit rien deux fois."),
    ("followup",), 3, 4,
    (
        _task("STA-03", ERROR, cell("status", "comment", _nothing, _is(rag=("amber", "red"))),
              t("A colour that calls for help without a word.", "Une couleur qui alerte sans un mot.")),
        _task("ACT-01", WARNING, cell("actions", "due_date", _days_from_today(-5), _open_action),
              t("A promise whose day has gone by.", "Une promesse dont l’échéance est passée.")),
        _task("ACT-04", ERROR, cell("actions", "owner", _two_owners),
              t("An action of two people.", "Une action confiée à deux personnes.")),
        _task("ISS-02", ERROR, cell("issues", "resolution", _nothing, _is(status=("closed",))),
              t("An issue that went away, nobody knows how.", "Un problème disparu sans que l’on sache comment.")),
        _task("DEC-01", ERROR, cell("decisions", "decision", _nothing, _is(status=("decided",))),
              t("A decision that nobody could quote.", "Une décision que personne ne pourrait citer.")),
        _task("DEC-02", WARNING, cell("decisions", "recommendation", _nothing, _is(status=("requested",))),
              t("A question to the committee without a proposal.", "Une question au comité sans préconisation.")),
    ),
    (
        t("Which decisions have to be taken at this meeting, and what does it cost to wait for each?",
          "Quelles décisions faut-il rendre à cette séance, et que coûte l’attente pour chacune ?"),
        t("Which three actions would you ask about by name?", "Sur quelles trois actions interrogeriez-vous leur responsable ?"),
    ),
)  # fmt: skip

LESSONS = {1: PLAN, 2: RISKS, 3: BUDGET, 4: COMMITTEE}
