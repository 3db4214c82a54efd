"""Exports as ERP systems write them, made from a portfolio: every mess of real ones, every difference planted on purpose."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from random import Random

import pandas as pd

from pmo_xl.core.flow.portfolio import Portfolio

Key = tuple[str, str, str]
"""Project, account and month as 2026-03."""


@dataclass
class Export:
    """The text of an export, the map it needs, and what a right reading of it must find."""

    text: str
    map: str
    differences: dict[Key, float]
    """Declared minus ledger, in cents."""
    lines: dict[str, int]
    """How many lines meet which fate."""
    credit_notes: int = 0
    reversals: int = 0
    total: float = 0.0
    unread: dict[int, str] = field(default_factory=dict)
    """Line number and what stands there that cannot be read."""


def declared_cents(portfolio: Portfolio) -> dict[Key, int]:
    """What the returns declare by project, account and month, in cents."""
    account = {
        (project, line): code
        for project, line, code in zip(
            *(portfolio.tables["budget"][key] for key in ("project_id", "line_id", "gl_account")), strict=True
        )
    }
    cents: dict[Key, int] = defaultdict(int)
    months = portfolio.tables["budget_months"]
    for project, line, period, actual in zip(
        *(months[key] for key in ("project_id", "line_id", "period", "actual")), strict=True
    ):
        if not pd.isna(actual) and actual and period <= pd.Timestamp(portfolio.status_date):
            cents[project, account[project, line], f"{period:%Y-%m}"] += round(actual * 100)
    return dict(cents)


class Generator:
    """A ledger of about *size* lines whose postings add up to the declared months, but where it was told otherwise."""

    def __init__(self, portfolio: Portfolio, size: int, seed: int) -> None:
        self.rng = Random(seed)
        self.portfolio, self.size = portfolio, size
        self.status = portfolio.status_date
        assert self.status is not None
        self.currency = dict(
            zip(portfolio.projects["project_id"], portfolio.projects["currency"], strict=True)
        )
        self.name = dict(
            zip(portfolio.projects["project_id"], portfolio.projects["project_name"], strict=True)
        )
        self.declared = declared_cents(portfolio)
        self.booked = dict(self.declared)
        self.rows: list[list[str]] = []
        self.cents = 0
        self.lines: dict[str, int] = defaultdict(int)
        self.differences: dict[Key, float] = {}
        self.credit_notes = self.reversals = 0

    def make(self) -> Export:
        """The export and what it must come to."""
        self._plant()
        self._accrue()
        share = self.size / max(1, len(self.booked))
        for key, cents in self.booked.items():
            self._split(key, cents, max(1, int(self.rng.uniform(0.4, 1.4) * share)))
        self._noise()
        self.rng.shuffle(self.rows)
        return self._written()

    def _plant(self) -> None:
        """Twelve keys in which the ledger says something else than the returns."""
        keys = self.rng.sample(sorted(self.declared), 12)
        for key in keys[:5]:  # another amount
            extra = self.rng.randint(200, 900_000)
            self.booked[key] += extra
            self.differences[key] = -extra
        for key in keys[5:8]:  # never booked
            self.differences[key] = self.booked.pop(key)
        for project, _, month in keys[8:10]:  # an account that nobody declares
            amount = self.rng.randint(10_000, 99_999)
            self.booked[project, "671200", month] = amount
            self.differences[project, "671200", month] = -amount
        project, account, month = keys[10]  # booked a month too early: the total agrees
        early = f"{pd.Period(month, 'M') - 1}"
        moved = self.booked[keys[10]] // 3
        self.booked[keys[10]] -= moved
        self.booked[project, account, early] = self.booked.get((project, account, early), 0) + moved
        for key, amount in ((keys[10], moved), ((project, account, early), -moved)):
            self.differences[key] = self.differences.get(key, 0) + amount

    def _accrue(self) -> None:
        """Accruals that the next month takes back: each month still comes to what it should."""
        for key in self.rng.sample(sorted(self.booked), len(self.booked) // 6):
            project, account, month = key
            following = (project, account, f"{pd.Period(month, 'M') + 1}")
            if following not in self.booked:
                continue
            amount = 100_000 + len(self.rows) * 137 + 11
            self._post(key, amount, "FNP prestataire")
            self._post(following, -amount, "Extourne FNP prestataire")
            self.reversals += 1
            self.booked[key] -= amount
            self.booked[following] += amount

    def _split(self, key: Key, cents: int, parts: int) -> None:
        for _ in range(parts - 1):
            part = self.rng.randint(1, max(2, abs(cents) // parts)) * (1 if cents > 0 else -1)
            if self.rng.random() < 0.02:
                part = -part
            self._post(key, part, self.rng.choice(TEXTS))
            cents -= part
        self._post(key, cents, self.rng.choice(TEXTS))

    def _post(self, key: Key, cents: int, text: str) -> None:
        project, account, month = key
        day = self.rng.randint(1, 28)
        if cents < 0 and "Extourne" not in text:
            self.credit_notes += 1
        if account == "604000" and self.rng.random() < 0.5:
            account = self.rng.choice(("604110", "604190"))
        self._row(project, account, f"{day:02}/{month[5:]}/{month[:4]}", cents, self.currency[project], text)
        self.lines["compared"] += 1

    def _row(self, project: str, account: str, when: str, cents: int, currency: str, text: str) -> None:
        self.cents += cents
        # One project goes by another code in the ledger; the others stand in a longer text.
        code = (
            "AFF-7781"
            if project == "P003"
            else f"{project}-{self.rng.randint(1, 9):02} {self.name.get(project, '')}"
        )
        self.rows.append([f"5{len(self.rows):08}", code, account, when, self._amount(cents), currency, text])

    def _amount(self, cents: int) -> str:
        """An amount in one of the ways that one export mixes."""
        whole, part = divmod(abs(cents), 100)
        sign = self.rng.choice((" ", "\u00a0", ".", ""))
        words = f"{whole:,}".replace(",", sign) + f",{part:02}"
        if cents >= 0:
            return words
        return self.rng.choice((f"-{words}", f"{words}-", f"({words})", f"{words} CR"))

    def _noise(self) -> None:
        """Lines that are not the returns' business, and the ones that nobody can read."""
        projects = sorted(self.currency)
        after = f"15/{self.status.month + 1:02}/{self.status.year}"
        day = f"10/{self.status.month:02}/{self.status.year}"
        for _ in range(self.size // 50):
            self._row(
                self.rng.choice(projects), "445660", day, self.rng.randint(1, 99_999), "EUR", "TVA déductible"
            )
            self._row("P777", "604000", day, self.rng.randint(1, 99_999), "EUR", "Autre direction")
            self._row(
                self.rng.choice(projects),
                "604000",
                after,
                self.rng.randint(1, 99_999),
                "EUR",
                "Facture d’avril",
            )
            self.lines["ignored_account"] += 1
            self.lines["unknown_project"] += 1
            self.lines["after_status_date"] += 1
        for _ in range(7):
            project = self.rng.choice(projects)
            self._row(project, "604000", day, 12_345, "JPY", "Licence en yens")
            self.lines["other_currency"] += 1
        for at, (when, amount) in enumerate((("31/02/2026", "10,00"), (day, "n.c."), ("", "25,50"))):
            self.rows.append([f"9{at:08}", f"{projects[0]}-01", "604000", when, amount, "EUR", "illisible"])
            self.lines["unread"] += 1
        self.cents += 1000 + 2550

    def _written(self) -> Export:
        heads = [
            "N° pièce",
            "Elément d'OTP",
            "Compte général",
            "Date comptable",
            "Montant en devise interne",
            "Devise interne",
            "Libellé",
        ]
        lines = [
            "Grand livre analytique;;;;;;",
            f"Arrêté au {self.status:%d/%m/%Y};;;;;;",
            "",
            ";".join(heads),
        ]
        unread: dict[int, str] = {}
        for number, row in enumerate(self.rows):
            if number and number % 9000 == 0:
                lines += ["", ";".join(heads)]
            cells = [f'"{cell}"' if ";" in cell or '"' in cell else cell for cell in row]
            lines.append(";".join(cells))
            if row[6] == "illisible":
                unread[len(lines)] = row[4] if row[4] == "n.c." else row[3]
        lines += [";Total général;;;" + self._amount(self.cents) + ";;", "", "Édité le 02/04/2026;;;;;;"]
        return Export(
            "\r\n".join(lines), MAP, self.differences, dict(self.lines), self.credit_notes, self.reversals,
            self.cents / 100, unread,
        )  # fmt: skip


TEXTS = (
    "Prestation ; lot 2",
    'Licence "Pro"',
    "Facture fournisseur",
    '=HYPERLINK("x")',
    "Note de frais",
    "Main-d’œuvre",
)
MAP = """
project_pattern = '^([A-Z]+\\d+)'
ignore_accounts = ["445*"]

[projects]
"AFF-7781" = "P003"

[accounts]
"6041*" = "604000"
"""
