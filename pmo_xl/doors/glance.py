"""What the console shows of a run at a glance: how much is in, what changed since the run before, what comes first and next."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from pmo_xl.catalog.catalogue import catalogue_of
from pmo_xl.console.buttons import BUTTONS
from pmo_xl.console.layout import MOST_URGENT
from pmo_xl.core.base.finding import Finding
from pmo_xl.core.base.text import Text, counted, t
from pmo_xl.core.flow.account import Account

if TYPE_CHECKING:
    import pandas as pd

ACCEPTED = ("accepted", "accepted_with_warnings")
_BLOCKS = 10
_LABELS = {button.key: button.label for button in BUTTONS}


def progress(account: Account, language: str) -> str:
    """How many of the returns that are expected came, as a bar and in figures; nothing where none is expected."""
    came = sum(account.states.values())
    expected = came + account.missing
    if not expected:
        return ""
    full = came * _BLOCKS // expected
    return f"{'█' * full}{'░' * (_BLOCKS - full)} {IN.fill(came=came, expected=expected).to(language)}"


def changed(before: Sequence[Sequence[Any]], after: Sequence[Sequence[Any]], language: str) -> str:
    """What became of the findings of the list before (rows of cells), beside those of the list now."""
    was, now = Counter(map(_key, before)), Counter(map(_key, after))
    settled, new, left = (sum(each.values()) for each in (was - now, now - was, was & now))
    return ", ".join(
        counted(number, words).to(language)
        for number, words in ((settled, SETTLED), (new, NEW), (left, LEFT))
        if number or words is LEFT
    )


def _key(row: Sequence[Any]) -> tuple[str, ...]:
    """A finding as its list shows it, but its links: rule, project, message and what was found."""
    return tuple(str(row[at] or "").lstrip("'") for at in (1, 2, 5, 6))


def most_urgent(findings: Iterable[Finding], taken: int = 0) -> list[Finding]:
    """The gravest first, one for each rule and project, so that one bad file does not hide the others; ``taken`` lines are others'."""
    first: dict[tuple[str, str], Finding] = {}
    for finding in sorted(findings, key=lambda finding: -finding.severity):
        first.setdefault((finding.code, finding.place.file), finding)
    return [*first.values()][: MOST_URGENT - taken]


def by_project(kpis: pd.DataFrame) -> dict[str, dict[str, Any]]:
    """The rows of a scorecard, by project."""
    return {
        str(row["project_id"]): {str(key): held for key, held in row.items()}
        for row in kpis.to_dict("records")
    }


def red_projects(figures: Mapping[str, Mapping[str, Any]]) -> list[tuple[str, Text]]:
    """The projects whose light is red, those with most red lights first, and what is red about each.

    ``figures`` gives the KPIs of each project by key.
    """
    kpis, found = catalogue_of().kpis, []
    for project, row in figures.items():
        if row.get("rag") == RED:
            why = [kpis[key].label for key in RED_BECAUSE if row.get(key) == RED]
            found.append((-len(why), project, why))
    return [
        (project, RED_PROJECT.fill(project=project, why=why))
        for _, project, why in sorted(found, key=lambda each: each[:2])
    ]


def more(red: int, findings: int, language: str) -> str:
    """How much there is besides what the block shows; nothing where it shows all."""
    parts = [counted(n, words).to(language) for n, words in ((red, MORE_RED), (findings, MORE)) if n]
    return f"… {', '.join(parts)}" if parts else ""


def next_step(button: str, account: Account | None) -> Text:
    """What to click or to do after a run."""
    if account is None:
        return _AFTER.get(button, NOTHING)
    if account.exit_code and button != "annotate":
        return SEND_BACK
    if button == "annotate":
        return AFTER_ANNOTATE
    if button == "check":
        return REMIND.fill(n=account.missing) if account.missing else CONSOLIDATE
    return AFTER_CONSOLIDATE


RED = 3
RED_BECAUSE = ("rag_schedule", "rag_cost", "rag_risk")
RED_PROJECT = t("{project} is red: {why}", "{project} est au rouge : {why}")
ON_THE_AGENDA = t(
    "Put it on the agenda of the committee: see the master.",
    "À inscrire à l’ordre du jour du comité : voir le classeur consolidé.",
)

IN = t("{came} of {expected} in", "{came} sur {expected} reçus")
SETTLED = (
    t("{n} finding settled", "{n} anomalie réglée"),
    t("{n} findings settled", "{n} anomalies réglées"),
)
NEW = (t("{n} new", "{n} nouvelle"), t("{n} new", "{n} nouvelles"))
LEFT = (t("{n} still open", "{n} encore ouverte"), t("{n} still open", "{n} encore ouvertes"))
MORE_RED = (
    t("{n} more red project", "{n} autre projet au rouge"),
    t("{n} more red projects", "{n} autres projets au rouge"),
)
MORE = (
    t("{n} more on the sheet Findings", "{n} autre sur la feuille Anomalies"),
    t("{n} more on the sheet Findings", "{n} autres sur la feuille Anomalies"),
)
NOTHING = t("", "")
SEND_BACK = t(
    "Click {annotate} and send the copies back; {consolidate} goes on without the rows in error.",
    "Cliquez sur {annotate} et renvoyez les copies ; {consolidate} poursuit sans les lignes en erreur.",
).fill(annotate=_LABELS["annotate"], consolidate=_LABELS["consolidate"])
REMIND = t(
    "Still awaited: {n}. Click {annotate} for the reminders, or {consolidate} with what is in.",
    "Encore attendus : {n}. Cliquez sur {annotate} pour les relances, ou sur {consolidate} avec ce qui est reçu.",
).fill(annotate=_LABELS["annotate"], consolidate=_LABELS["consolidate"])
CONSOLIDATE = t("All is in and sound: click {consolidate}.", "Tout est reçu et exploitable : cliquez sur {consolidate}.").fill(consolidate=_LABELS["consolidate"])  # fmt: skip
AFTER_ANNOTATE = t(
    "Send the copies to the project managers; when the corrected returns are in, click {check}.",
    "Envoyez les copies aux chefs de projet ; une fois les retours corrigés reçus, cliquez sur {check}.",
).fill(check=_LABELS["check"])
AFTER_CONSOLIDATE = t(
    "Read the master; {pack} makes the deck of the meeting, {new} prepares the templates of the next period.",
    "Relisez le classeur consolidé ; {pack} prépare la présentation du comité, {new} les modèles de la période suivante.",
).fill(pack=_LABELS["committee_pack"], new=_LABELS["new_returns"])
_AFTER = {
    "new_returns": t("Send each project its templates; put what comes back into the folder of returns.",
                     "Envoyez ses modèles à chaque projet ; déposez ce qui revient dans le dossier des retours."),
    "committee_pack": t("Read the deck before it goes out: every figure names its cell in the master.",
                        "Relisez la présentation avant de l’envoyer : chaque chiffre indique sa cellule dans le classeur consolidé."),
}  # fmt: skip
