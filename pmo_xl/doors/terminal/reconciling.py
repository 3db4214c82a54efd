"""``pmo-xl reconcile`` in words: how the ledger was read, what agrees with the returns, what does not."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import typer

from pmo_xl.core.base.text import Text, counted, t
from pmo_xl.core.definition.model import ERROR_SIGN, OK_SIGN, WARNING_SIGN
from pmo_xl.core.flow.reconciliation import FIELDS, OPEN_FATES, Match, PostingOutcome, Reconciliation, Source
from pmo_xl.doors.terminal import messages
from pmo_xl.doors.terminal.session import echo_all, echo_json, progress_bar, tell
from pmo_xl.ledger.compare import reconcile as compare
from pmo_xl.ledger.mapping import read_ledger_map
from pmo_xl.ledger.read import read_ledger
from pmo_xl.pipeline import Outcome, consolidate_to

MOST_LINES = 15
"""Projects and lines that the terminal names; the master and the JSON have them all."""


def reconcile(
    ledger_file: Path, map_file: Path | None, path: Path, master: Path, json_file: str | None,
    status_date: dt.date | None, language: str,
) -> None:  # fmt: skip
    """Consolidate *path*, set the ledger beside it, and end with 0 when all reconciles, else 1."""
    # The ledger comes first: what is wrong with its map is told before thirty returns are read.
    ledger = read_ledger(ledger_file, read_ledger_map(map_file) if map_file is not None else None)
    quiet = json_file == "-"
    if not quiet and set(ledger.source.columns) - set(_named(ledger.map.columns.model_dump())):
        tell(_taken(ledger.source), language)
    with progress_bar(language) as progress:
        outcome = consolidate_to(
            [path], master, status_date=status_date, language=language, progress=progress,
            reconcile=lambda portfolio: compare(ledger, portfolio),
        )  # fmt: skip
    result = outcome.portfolio.reconciliation
    assert result is not None
    told = _told(outcome, result)
    if quiet:
        echo_json(told)
    else:
        if json_file is not None:
            words = json.dumps(told, ensure_ascii=False, indent=2, default=str)
            Path(json_file).write_text(words + "\n", encoding="utf-8")
        echo_all(messages.summary(outcome.account))
        echo_all(_summary(result, language))
    raise typer.Exit(int(not result.reconciled))


def _named(columns: dict[str, Any]) -> list[str]:
    return [field for field, name in columns.items() if name]


def _told(outcome: Outcome, result: Reconciliation) -> dict[str, Any]:
    """The run with the keys of the JSON contract (schema 1)."""
    day = outcome.portfolio.status_date
    return {
        "schema": 1,
        "status_date": day.isoformat() if day else None,
        "language": outcome.language,
        "master": str(outcome.master) if outcome.master else None,
        "seconds": round(outcome.seconds, 3),
        **result.to_dict(outcome.language),
    }


def _taken(source: Source) -> Text:
    """Which column was taken for which, so that a wrong guess is seen at once."""
    parts = [
        t("{word} = “{name}”", "{word} = « {name} »").fill(word=FIELDS[field], name=name)
        for field, name in source.columns.items()
    ]
    return TAKEN.fill(file=source.file, line=source.header_line, columns=parts)


def _summary(result: Reconciliation, language: str) -> Iterator[str]:
    """Control totals, the projects in difference, the lines that wait for somebody, and the verdict."""
    yield _of_file(result, language)
    for fate in PostingOutcome:
        share = result.fates[fate]
        if share.lines:
            sign = WARNING_SIGN if fate in OPEN_FATES else " "
            yield f"  {sign} {fate.label.to(language)}{messages.colon(language)} {_lines(share.lines, language)}, {_money(share.amount, language)}"
    if result.difference:
        yield f"{ERROR_SIGN} " + LOST.fill(amount=_money(result.difference, language)).to(language)
    if result.foot_difference:
        assert result.foot is not None
        yield f"{WARNING_SIGN} " + FOOT.fill(
            line=result.foot.line, amount=_money(result.foot_difference, language)
        ).to(language)
    for code in (unknown := result.unknown_projects())[:MOST_LINES]:
        yield f"  {WARNING_SIGN} " + UNKNOWN.fill(
            code=code["code"] or "–",
            lines=_lines(code["lines"], language),
            amount=_money(code["amount"], language),
        ).to(language)
    unread = [one for one in result.left_out if one.fate is PostingOutcome.UNREAD]
    for one in unread[:MOST_LINES]:
        yield f"  {WARNING_SIGN} " + UNREAD.fill(line=one.line, why=one.why).to(language)
    yield from _more(max(len(unknown), len(unread)) - MOST_LINES, language)
    yield from _projects(result, language)
    yield _verdict(result, language)


def _of_file(result: Reconciliation, language: str) -> str:
    return OF_FILE.fill(
        file=result.source.file, lines=_lines(result.file.lines, language), amount=_money(result.file.amount, language)
    ).to(language)  # fmt: skip


def _projects(result: Reconciliation, language: str) -> Iterator[str]:
    """The projects that do not agree, the largest difference first."""
    labels = {match.key: match.label for match in Match}
    apart = result.projects[result.projects["state"] != Match.MATCHED.key]
    order = apart["difference"].abs().sort_values(ascending=False, kind="stable").index
    for row in apart.loc[order].head(MOST_LINES).to_dict("records"):
        yield "  " + PROJECT.fill(
            state=labels[row["state"]], project=row["project_id"], declared=_money(row["declared"], language),
            ledger=_money(row["ledger"], language), difference=_money(row["difference"], language),
            currency=row["currency"] or "", rows=counted(int(row["open"]), ROWS),
        ).to(language)  # fmt: skip
    yield from _more(len(apart) - MOST_LINES, language)


def _more(n: int, language: str) -> Iterator[str]:
    if n > 0:
        yield "  " + MORE.fill(n=n).to(language)


def _verdict(result: Reconciliation, language: str) -> str:
    states = result.details["state"]
    matched = int((states == Match.MATCHED.key).sum())
    counts = result.details[["credit_notes", "reversals"]].sum()
    words = (ALL if result.reconciled else PART).fill(
        n=matched,
        of=len(states),
        credits=counted(int(counts["credit_notes"]), CREDIT_NOTES),
        reversals=counted(int(counts["reversals"]), REVERSALS),
    )
    return f"{OK_SIGN if result.reconciled else ERROR_SIGN} {words.to(language)}"


def _lines(n: int, language: str) -> str:
    return counted(n, LINES).to(language)


def _money(amount: float, language: str) -> str:
    """An amount with its cents, thousands parted as the language does."""
    words = f"{amount:,.2f}"
    return words.translate(_FRENCH) if language == "fr" else words


_FRENCH = str.maketrans({",": "\u202f", ".": ","})
ROWS = (
    t("{n} row in difference", "{n} ligne en écart"),
    t("{n} rows in difference", "{n} lignes en écart"),
)
CREDIT_NOTES = (t("{n} credit note", "{n} avoir"), t("{n} credit notes", "{n} avoirs"))
REVERSALS = (t("{n} reversal", "{n} extourne"), t("{n} reversals", "{n} extournes"))
LINES = (t("{n} line", "{n} ligne"), t("{n} lines", "{n} lignes"))
TAKEN = t(
    "{file}, headings on line {line}: {columns}. To change that, name the columns in a map (--map).",
    "{file}, intitulés en ligne {line} : {columns}. Pour changer cette lecture, nommez les colonnes dans une correspondance (--map).",
)
OF_FILE = t("{file}: {lines}, {amount}", "{file} : {lines}, {amount}")
LOST = t(
    "The lines do not add up to the file: {amount} are missing.",
    "Les lignes ne font pas le total du fichier : il manque {amount}.",
)
FOOT = t(
    "The total stated on line {line} lies {amount} from the lines of the file.",
    "Le total indiqué en ligne {line} s’écarte de {amount} des lignes du fichier.",
)
UNKNOWN = t(
    "{code} is not in the portfolio: {lines}, {amount}",
    "{code} n’est pas dans le portefeuille : {lines}, {amount}",
)
UNREAD = t("Line {line}: {why}.", "Ligne {line} : {why}.")
MORE = t("… and {n} more, in the master.", "… et {n} de plus, dans le classeur consolidé.")
PROJECT = t(
    "{state}  {project}: declared {declared}, ledger {ledger}, difference {difference} {currency} ({rows})",
    "{state}  {project} : déclaré {declared}, grand livre {ledger}, écart {difference} {currency} ({rows})",
)
ALL = t(
    "Reconciled: {n} of {of} rows by project, account and month ({credits}, {reversals}).",
    "Rapproché : {n} lignes sur {of} par projet, compte et mois ({credits}, {reversals}).",
)
PART = t(
    "Not reconciled: {n} of {of} rows by project, account and month agree ({credits}, {reversals}).",
    "Non rapproché : {n} lignes sur {of} par projet, compte et mois concordent ({credits}, {reversals}).",
)
