"""The workbook of the PMO of a demo portfolio: everybody who is named in it, their roles, the bodies and their meetings."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from random import Random
from typing import Any

from pmo_xl.core.base.text import Text, fold, t
from pmo_xl.core.definition.model import Sheet
from pmo_xl.demo.follow_up.decided import decided
from pmo_xl.demo.follow_up.texts import BODIES, CLOSED
from pmo_xl.demo.names import DOMAINS, LEAVER, NAMESAKE
from pmo_xl.demo.plan import Row
from pmo_xl.demo.portfolio import DemoProject, columns
from pmo_xl.demo.weekdays import last_workday, workday

ROLES = (
    ("PM", t("Project manager", "Chef de projet"), t("PMO", "PMO")),
    ("BA", t("Business analyst", "Analyste métier"), t("Business", "Métier")),
    ("DEV", t("Developer", "Développeur"), t("IT", "DSI")),
    ("TEST", t("Test lead", "Responsable recette"), t("IT", "DSI")),
    ("ARCH", t("Architect", "Architecte"), t("IT", "DSI")),
)
SEATS = ((-20, 7, 28), (-15, 5, 20))
"""When each body sits: working days from the status date."""


def steering_rows(
    portfolio: Sequence[DemoProject], sheets: Mapping[str, type[Sheet]], status: dt.date, language: str
) -> dict[str, dict[str, list[Any]]]:
    """The tables of the workbook beside the register, as columns; *sheets* say where the returns name people."""
    status = last_workday(status)
    return {
        key: columns(rows)
        for key, rows in {
            "people": _people(portfolio, sheets, status, language),
            "roles": [{"role_id": key, "role": role.to(language), "entity": unit.to(language)} for key, role, unit in ROLES],
            "bodies": _bodies(portfolio, language),
            "meetings": list(_meetings(status, language)),
            "references": list(_closed(language)),
            **decided(language, min(str(project.record["sponsor"]) for project in portfolio), status),
        }.items()
    }  # fmt: skip


def address(name: str) -> str:
    """An address that leads nowhere: names of example.org are nobody’s."""
    return f"{fold(name).replace(' ', '.').replace('’', '')}@example.org"


def _people(
    portfolio: Sequence[DemoProject], sheets: Mapping[str, type[Sheet]], status: dt.date, language: str
) -> list[Row]:
    managers = {str(project.record["project_manager"]) for project in portfolio}
    rows: list[Row] = []
    named = sorted(_named(portfolio, sheets))
    short = Counter(map(_short, named))
    for at, name in enumerate(named, start=1):
        rng = Random(name)
        role, unit = _role(ROLES[0] if name in managers else rng.choice(ROLES[1:]), language)
        rows.append({
            "person_id": f"E{at:04}", "name": name, "email": address(name), "role": role, "entity": unit,
            "fte": 0.8 if rng.random() < 0.15 else 1.0, "rate_day": float(rng.randint(90, 160) * 5),
            "active_from": dt.date(rng.randint(2012, 2024), rng.randint(1, 12), 1), "aliases": _short(name) if short[_short(name)] == 1 else None,
        })  # fmt: skip
    role, unit = _role(ROLES[2], language)
    rows.append({
        "person_id": "E9001", "name": LEAVER, "email": address(LEAVER), "role": role, "entity": unit, "fte": 1.0,
        "active_from": dt.date(2018, 9, 1), "active_to": workday(status, -42),
    })  # fmt: skip
    rows += [
        {
            "person_id": key,
            "name": NAMESAKE,
            "email": f"{key.lower()}@example.org",
            "role": role,
            "entity": unit,
        }
        for key in ("E9002", "E9003")
    ]
    return rows


def _named(portfolio: Iterable[DemoProject], sheets: Mapping[str, type[Sheet]]) -> set[str]:
    """Everybody whom the returns of a portfolio name."""
    found = set()
    for project in portfolio:
        for key, sheet in sheets.items():
            held = project.rows.get(key, {}) if sheet.layout == "table" else project.record
            for column in sheet.inputs():
                if column.person:
                    cells = held.get(column.key) or ()
                    found |= {cells} if isinstance(cells, str) else {name for name in cells if name}
    return found


def _role(entry: tuple[str, Text, Text], language: str) -> tuple[str, str]:
    _, role, unit = entry
    return role.to(language), unit.to(language)


def _short(name: str) -> str:
    """How a name is often abbreviated: M. LASTNAME."""
    first, _, last = name.partition(" ")
    return f"{first[0]}. {last.upper()}"


def _bodies(portfolio: Sequence[DemoProject], language: str) -> list[Row]:
    sponsors = sorted({str(project.record["sponsor"]) for project in portfolio})
    whole = t("All projects", "Tous les projets").to(language)
    return [
        {
            "body": body.to(language),
            "chair": sponsors[at % len(sponsors)],
            "scope": whole,
            "cadence": "monthly",
        }
        for at, body in enumerate(BODIES)
    ]


def _meetings(status: dt.date, language: str) -> Iterable[Row]:
    for body, days in zip(BODIES, SEATS, strict=True):
        short = "".join(word[0] for word in body.en.split()).upper() if language != "fr" else body.fr
        for many in days:
            day = workday(status, many)
            yield {"meeting_id": f"{short}-{day:%Y-%m-%d}", "body": body.to(language), "date": day}


def _closed(language: str) -> Iterator[Row]:
    """Four projects of each domain that are over: most took and cost more than was decided."""
    rng = Random(2)
    for domain, names in zip(DOMAINS, CLOSED, strict=True):
        for name in names:
            months, cost = rng.randint(8, 24), rng.randint(4, 40) * 50_000
            late, dear = rng.choice((-0.04, 0.05, 0.12, 0.2, 0.35)), rng.choice((-0.03, 0.04, 0.1, 0.18, 0.3))
            yield {
                "project_id": name.to(language),
                "class_name": domain.to(language),
                "first_wd": 21.0 * months,
                "final_wd": round(21.0 * months * (1 + late)),
                "first_bac": float(cost),
                "final_cost": float(round(cost * (1 + dear), -2)),
            }
